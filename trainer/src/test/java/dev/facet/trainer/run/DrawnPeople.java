package dev.facet.trainer.run;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** People drawn by code: each a face of other measures and colours, each photo a little moved. */
final class DrawnPeople {

  private static final int SIDE = 112;

  private final Path root;
  private final int first;
  private final int people;
  private final int photos;

  /**
   * Draws photos {@code P00/P00_0001.jpg} and so on, 112 x 112: named as pair lists name photos,
   * PNG by content, which loses nothing.
   *
   * @param first number of the first person
   * @param photos of each person
   */
  static DrawnPeople write(Path root, int first, int people, int photos) throws IOException {
    DrawnPeople drawn = new DrawnPeople(root, first, people, photos);
    for (int person = first; person < first + people; person++) {
      Path directory = Files.createDirectories(root.resolve(name(person)));
      for (int photo = 1; photo <= photos; photo++) {
        String file = String.format(Locale.ROOT, "%s_%04d.jpg", name(person), photo);
        ImageIO.write(face(person, photo), "png", directory.resolve(file).toFile());
      }
    }
    return drawn;
  }

  private DrawnPeople(Path root, int first, int people, int photos) {
    this.root = root;
    this.first = first;
    this.people = people;
    this.photos = photos;
  }

  Path root() {
    return root;
  }

  /** Writes a list of pairs, as many of one person as of two. */
  Path pairs(Path file) throws IOException {
    List<String> same = new ArrayList<>();
    List<String> different = new ArrayList<>();
    for (int person = 0; person < people; person++) {
      for (int photo = 1; photo < photos; photo++) {
        String name = name(first + person);
        String other = name(first + (person + photo) % people);
        same.add(name + "\t" + photo + "\t" + (photo + 1));
        if (!other.equals(name)) {
          different.add(name + "\t" + photo + "\t" + other + "\t" + (photo + 1));
        }
      }
    }
    int count = Math.min(same.size(), different.size());
    List<String> lines = new ArrayList<>();
    lines.add(Integer.toString(count));
    lines.addAll(same.subList(0, count));
    lines.addAll(different.subList(0, count));
    return Files.write(file, lines);
  }

  private static String name(int person) {
    return String.format(Locale.ROOT, "P%02d", person);
  }

  private static BufferedImage face(int person, int photo) {
    Random who = new Random(1000 + person);
    Random when = new Random(1_000_000L * person + photo);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(color(when.nextFloat(), 0.8f, when.nextFloat()));
    g.fillRect(0, 0, SIDE, SIDE);
    g.translate(when.nextInt(25) - 12, when.nextInt(17) - 8);
    g.rotate(0.3 * (when.nextDouble() - 0.5), 56, 56);
    float light = 0.5f + 0.5f * when.nextFloat();
    int width = 56 + who.nextInt(36);
    int hair = 10 + who.nextInt(30);
    g.setColor(color(who.nextFloat(), 0.8f, light * who.nextFloat()));
    g.fillOval(56 - width / 2 - 4, 6, width + 8, 80);
    g.setColor(color(0.06f, 0.2f + 0.5f * who.nextFloat(), light * 0.9f));
    g.fillOval(56 - width / 2, 6 + hair / 2, width, 100 - hair / 2);
    int apart = 12 + who.nextInt(10);
    int eye = 6 + who.nextInt(10);
    g.setColor(color(who.nextFloat(), 0.9f, light * 0.4f));
    g.fillOval(56 - apart - eye / 2, 50 - eye / 2, eye, eye);
    g.fillOval(56 + apart - eye / 2, 50 - eye / 2, eye, eye);
    int mouth = 12 + who.nextInt(26);
    g.setStroke(new BasicStroke(2 + who.nextInt(5)));
    g.setColor(color(0, 1, light * 0.7f));
    g.drawArc(56 - mouth / 2, 78, mouth, 4 + who.nextInt(14), 180, 180);
    g.drawLine(56, 54, 56, 60 + who.nextInt(14));
    g.dispose();
    return image;
  }

  private static Color color(float hue, float saturation, float brightness) {
    return new Color(Color.HSBtoRGB(hue, saturation, brightness));
  }
}
