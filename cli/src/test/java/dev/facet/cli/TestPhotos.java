package dev.facet.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures drawn by code, which differ by their seed. */
final class TestPhotos {
  private static final int SIDE = 128;

  private TestPhotos() {}

  /** Writes a PNG of coloured ellipses. */
  static Path png(Path file, long seed) throws IOException {
    return write("png", file, seed);
  }

  /** Writes a JPEG of coloured ellipses. */
  static Path jpeg(Path file, long seed) throws IOException {
    return write("jpeg", file, seed);
  }

  private static Path write(String format, Path file, long seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 20; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(
          random.nextInt(SIDE), random.nextInt(SIDE), random.nextInt(SIDE), random.nextInt(SIDE));
    }
    graphics.dispose();
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image, format, file.toFile());
    return file;
  }
}
