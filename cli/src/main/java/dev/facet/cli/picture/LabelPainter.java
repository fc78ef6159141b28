package dev.facet.cli.picture;

import dev.facet.client.BoundingBox;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Paints labels above boxes, in letters so small that neighbours have room for theirs. */
final class LabelPainter {
  /** Part of the photo's shorter side that a letter is high, at most. */
  private static final double LETTER = 1 / 25.0;

  /** Height of the smallest letters, in pixels: smaller ones nobody reads. */
  private static final float LEAST_LETTER = 9;

  /** How many times as wide as its box a label may be, unless that takes smaller letters. */
  private static final double MOST_WIDTH = 1.5;

  private final BufferedImage photo;
  private final Graphics2D graphics;
  private final Color background;
  private final Font largest;

  /**
   * A painter.
   *
   * @param graphics of the photo; its colour and font are changed
   */
  LabelPainter(BufferedImage photo, Graphics2D graphics, Color background) {
    this.photo = photo;
    this.graphics = graphics;
    this.background = background;
    int side = Math.min(photo.getWidth(), photo.getHeight());
    int letter = (int) Math.max(LEAST_LETTER, side * LETTER);
    this.largest = new Font(Font.SANS_SERIF, Font.BOLD, letter);
  }

  /** Above the box, or in it where there is no room, and never over the photo's edge. */
  void paint(List<String> lines, BoundingBox box) {
    double shrink = MOST_WIDTH * box.width() / width(lines, graphics.getFontMetrics(largest));
    graphics.setFont(
        largest.deriveFont(
            (float) Math.max(LEAST_LETTER, largest.getSize() * Math.min(1, shrink))));
    FontMetrics letters = graphics.getFontMetrics();
    int width = width(lines, letters);
    int height = lines.size() * letters.getHeight();
    double x = within(box.left(), photo.getWidth() - width);
    double top = within(box.top() - height, photo.getHeight() - height);
    graphics.setColor(background);
    graphics.fill(new Rectangle2D.Double(x, top, width, height));
    graphics.setColor(Color.BLACK);
    for (int i = 0; i < lines.size(); i++) {
      graphics.drawString(
          lines.get(i), (float) x, (float) top + i * letters.getHeight() + letters.getAscent());
    }
  }

  private static int width(List<String> lines, FontMetrics letters) {
    return lines.stream().mapToInt(letters::stringWidth).max().orElse(0);
  }

  private static double within(double place, double most) {
    return Math.max(0, Math.min(most, place));
  }
}
