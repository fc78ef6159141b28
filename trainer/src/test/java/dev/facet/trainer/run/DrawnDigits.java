package dev.facet.trainer.run;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Digits as a pocket calculator shows them, 28 x 28, each drawing another. */
final class DrawnDigits {

  private static final int SIDE = 28;

  /** Segments of each digit, those of {@link #LINES} from the lowest bit on. */
  private static final int[] SEGMENTS = {
    0b1111101, 0b1100000, 0b0110111, 0b1100111, 0b1101010, 0b1001111, 0b1011111, 0b1100001,
    0b1111111, 0b1101111
  };

  /** From x, y to x, y in steps of 4 pixels: top, middle, bottom, two at the left, two right. */
  private static final int[][] LINES = {
    {0, 0, 2, 0}, {0, 2, 2, 2}, {0, 4, 2, 4}, {0, 0, 0, 2}, {0, 2, 0, 4}, {2, 0, 2, 2}, {2, 2, 2, 4}
  };

  private DrawnDigits() {}

  /**
   * Draws a directory for each digit.
   *
   * @param count drawings of each
   */
  static void write(Path root, int count) throws IOException {
    for (int digit = 0; digit < SEGMENTS.length; digit++) {
      Path directory = Files.createDirectories(root.resolve("digit" + digit));
      for (int i = 0; i < count; i++) {
        Path file = directory.resolve("%03d.png".formatted(i));
        ImageIO.write(image(digit, i), "png", file.toFile());
      }
    }
  }

  /** One drawing; the same number gives the same. */
  static BufferedImage image(int digit, int number) {
    Random random = new Random(100_000L * digit + number);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.translate(10 + random.nextInt(5) - 2, 6 + random.nextInt(5) - 2);
    g.rotate(0.3 * (random.nextDouble() - 0.5));
    g.setStroke(new BasicStroke(1.5f + 1.5f * random.nextFloat()));
    g.setColor(Color.WHITE);
    for (int i = 0; i < LINES.length; i++) {
      if ((SEGMENTS[digit] >> i & 1) == 1) {
        int[] line = LINES[i];
        g.drawLine(4 * line[0], 4 * line[1], 4 * line[2], 4 * line[3]);
      }
    }
    g.dispose();
    return image;
  }
}
