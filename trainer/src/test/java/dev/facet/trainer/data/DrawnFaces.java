package dev.facet.trainer.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A folder of people whose photos are drawn: each person one colour, each photo another disc. */
public final class DrawnFaces {

  private DrawnFaces() {}

  /**
   * Draws photos {@code Person_00/Person_00_0001.png} and so on, 40 x 40.
   *
   * @param counts number of photos of each person
   */
  public static Path write(Path root, int... counts) throws IOException {
    for (int person = 0; person < counts.length; person++) {
      for (int photo = 1; photo <= counts[person]; photo++) {
        Path file = root.resolve(name(person, photo));
        Files.createDirectories(file.getParent());
        ImageIO.write(image(person, photo), "png", file.toFile());
      }
    }
    return root;
  }

  /** Path of a photo below the folder. */
  public static String name(int person, int photo) {
    return String.format(Locale.ROOT, "Person_%02d/Person_%02d_%04d.png", person, person, photo);
  }

  private static BufferedImage image(int person, int photo) {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(20 * person, 255 - 20 * person, 128));
    graphics.fillRect(0, 0, 40, 40);
    graphics.setColor(Color.WHITE);
    graphics.fillOval(photo, 10, 20, 20);
    graphics.dispose();
    return image;
  }
}
