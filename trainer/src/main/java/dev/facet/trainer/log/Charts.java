package dev.facet.trainer.log;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A picture of several charts. */
public final class Charts {

  private Charts() {}

  /** Writes charts below each other, as PNG; see {@link #write(List, int, Path)}. */
  public static void write(List<BufferedImage> charts, Path file) throws IOException {
    write(charts, 1, file);
  }

  /**
   * Writes charts in rows, as PNG; what the last row lacks is white.
   *
   * @param charts at least one, all of the size of the first
   * @param columns charts in a row, at least 1
   */
  public static void write(List<BufferedImage> charts, int columns, Path file) throws IOException {
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    int rows = (charts.size() + columns - 1) / columns;
    BufferedImage picture =
        new BufferedImage(width * columns, height * rows, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int i = 0; i < charts.size(); i++) {
      graphics.drawImage(charts.get(i), i % columns * width, i / columns * height, null);
    }
    graphics.dispose();
    ImageIO.write(picture, "png", file.toFile());
  }
}
