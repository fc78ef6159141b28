package dev.facet.benchmarks;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** People to train on, drawn by code: each photo some discs. */
final class DrawnPeople {

  private static final int SIDE = 112;

  private DrawnPeople() {}

  /** Draws photos, as JPEG. */
  static Path write(Path root, int people, int photos) throws IOException {
    Random random = new Random(1);
    for (int person = 0; person < people; person++) {
      Path directory = Files.createDirectories(root.resolve("person-" + person));
      for (int photo = 0; photo < photos; photo++) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 10; i++) {
          graphics.setColor(new Color(random.nextInt(1 << 24)));
          graphics.fillOval(random.nextInt(SIDE), random.nextInt(SIDE), 40, 40);
        }
        graphics.dispose();
        ImageIO.write(image, "jpeg", directory.resolve(photo + ".jpg").toFile());
      }
    }
    return root;
  }
}
