package dev.facet.trainer.log;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A picture of several charts. */
public final class Charts {

  private Charts() {}

  /**
   * Writes charts below each other, as PNG.
   *
   * @param charts at least one, all of the size of the first
   */
  public static void write(List<BufferedImage> charts, Path file) throws IOException {
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    BufferedImage picture =
        new BufferedImage(width, height * charts.size(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    for (int i = 0; i < charts.size(); i++) {
      graphics.drawImage(charts.get(i), 0, i * height, null);
    }
    graphics.dispose();
    ImageIO.write(picture, "png", file.toFile());
  }
}
