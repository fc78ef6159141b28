package dev.facet.cli;

import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.SpotPhoto;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Photos of 256 x 256 for {@link SpotDetector}, whose faces differ by a mark in the red square. */
final class SpotPhotos {
  /** Side of the photos, and of the detector's input. */
  static final int SIDE = 256;

  private final SpotPhoto photo = new SpotPhoto(SIDE, SIDE);
  private final BufferedImage marks = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);

  /** With a face more; left and top are 8 more than multiples of 16. */
  SpotPhotos with(int left, int top) {
    photo.with(left, top, SpotDetector.FACE);
    return this;
  }

  /** With a face more, which has the looks of a person. */
  SpotPhotos with(int left, int top, int person) {
    with(left, top);
    Graphics2D graphics = marks.createGraphics();
    graphics.setColor(Color.BLUE);
    graphics.fillRect(left + 20 + 9 * (person % 3), top + 20 + 9 * (person / 3), 8, 8);
    graphics.dispose();
    return this;
  }

  /** As a picture. */
  BufferedImage picture() {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    byte[] rgb = photo.rgb();
    for (int i = 0; i < SIDE * SIDE; i++) {
      int color =
          ((rgb[3 * i] & 0xff) << 16) | ((rgb[3 * i + 1] & 0xff) << 8) | (rgb[3 * i + 2] & 0xff);
      picture.setRGB(i % SIDE, i / SIDE, color);
    }
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(marks, 0, 0, null);
    graphics.dispose();
    return picture;
  }

  /** Writes a PNG. */
  Path write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(picture(), "png", file.toFile());
    return file;
  }
}
