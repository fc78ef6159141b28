package dev.facet.cli.picture;

import dev.facet.client.BoundingBox;
import dev.facet.client.DetectedFace;
import dev.facet.client.Landmarks;
import dev.facet.client.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Paints what was found into a photo: boxes, points, and scores with the faces' numbers. */
public final class FacePainter {
  /** Parts of the photo's shorter side that a line is thick, and a letter high. */
  private static final double LINE = 1 / 200.0;

  private static final double LETTER = 1 / 25.0;
  private static final int LEAST_LETTER = 9;

  private static final Color BOX = new Color(0, 230, 64);
  private static final Color POINT = new Color(255, 64, 32);

  private final BufferedImage photo;
  private final Graphics2D graphics;
  private final double line;

  private FacePainter(BufferedImage photo, Graphics2D graphics) {
    this.photo = photo;
    this.graphics = graphics;
    int side = Math.min(photo.getWidth(), photo.getHeight());
    this.line = Math.max(1, side * LINE);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setStroke(new BasicStroke((float) line));
    int letter = (int) Math.max(LEAST_LETTER, side * LETTER);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, letter));
  }

  /**
   * Paints.
   *
   * @param photo is painted on
   * @param faces in its pixels, numbered from 0
   */
  public static void paint(BufferedImage photo, List<DetectedFace> faces) {
    Graphics2D graphics = photo.createGraphics();
    try {
      FacePainter painter = new FacePainter(photo, graphics);
      for (int i = 0; i < faces.size(); i++) {
        painter.face(i, faces.get(i));
      }
    } finally {
      graphics.dispose();
    }
  }

  private void face(int number, DetectedFace face) {
    BoundingBox box = face.box();
    graphics.setColor(BOX);
    // AWT counts from the corner of a pixel, boxes from its middle.
    graphics.draw(
        new Rectangle2D.Double(
            box.left() + 0.5, box.top() + 0.5, box.width() - 1.0, box.height() - 1.0));
    graphics.setColor(POINT);
    double radius = 2 * line;
    for (Point point : points(face.landmarks())) {
      graphics.fill(
          new Ellipse2D.Double(
              point.x() + 0.5 - radius, point.y() + 0.5 - radius, 2 * radius, 2 * radius));
    }
    label(String.format(Locale.ROOT, "#%d %.2f", number, face.score()), box);
  }

  private static List<Point> points(Landmarks landmarks) {
    return List.of(
        landmarks.leftEye(),
        landmarks.rightEye(),
        landmarks.nose(),
        landmarks.leftMouth(),
        landmarks.rightMouth());
  }

  /** Above the box, or in it where there is no room, and never over the photo's edge. */
  private void label(String text, BoundingBox box) {
    FontMetrics letters = graphics.getFontMetrics();
    double x = within(box.left(), photo.getWidth() - letters.stringWidth(text));
    double top = within(box.top() - letters.getHeight(), photo.getHeight() - letters.getHeight());
    graphics.setColor(BOX);
    graphics.fill(new Rectangle2D.Double(x, top, letters.stringWidth(text), letters.getHeight()));
    graphics.setColor(Color.BLACK);
    graphics.drawString(text, (float) x, (float) top + letters.getAscent());
  }

  private static double within(double place, double most) {
    return Math.max(0, Math.min(most, place));
  }
}
