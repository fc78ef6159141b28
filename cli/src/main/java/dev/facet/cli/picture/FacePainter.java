package dev.facet.cli.picture;

import dev.facet.cli.people.NamedFace;
import dev.facet.client.BoundingBox;
import dev.facet.client.DetectedFace;
import dev.facet.client.Landmarks;
import dev.facet.client.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Paints what was found into a photo: boxes, points, and labels with the faces' numbers. */
public final class FacePainter {
  /** Part of the photo's shorter side that a line is thick. */
  private static final double LINE = 1 / 200.0;

  private static final Color BOX = new Color(0, 230, 64);
  private static final Color POINT = new Color(255, 64, 32);

  private final Graphics2D graphics;
  private final double line;

  private FacePainter(BufferedImage photo, Graphics2D graphics) {
    this.graphics = graphics;
    this.line = Math.max(1, Math.min(photo.getWidth(), photo.getHeight()) * LINE);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setStroke(new BasicStroke((float) line));
  }

  /**
   * Paints. Labels come last, so that no box and no point crosses them, and of these the first.
   *
   * @param photo is painted on
   * @param faces in its pixels, numbered from 0
   */
  public static void paint(BufferedImage photo, List<NamedFace> faces) {
    Graphics2D graphics = photo.createGraphics();
    try {
      FacePainter painter = new FacePainter(photo, graphics);
      faces.forEach(face -> painter.face(face.face()));
      LabelPainter labels = new LabelPainter(photo, graphics, BOX);
      for (int i = faces.size() - 1; i >= 0; i--) {
        labels.paint(label(i, faces.get(i)), faces.get(i).face().box());
      }
    } finally {
      graphics.dispose();
    }
  }

  private void face(DetectedFace face) {
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
  }

  /** The name and how alike the face is; where there is none, how sure it is that it is a face. */
  private static List<String> label(int number, NamedFace face) {
    return face.person()
        .map(known -> List.of(known.person(), label(number, known.similarity())))
        .orElseGet(() -> List.of(label(number, face.face().score())));
  }

  private static String label(int number, double value) {
    return String.format(Locale.ROOT, "#%d %.2f", number, value);
  }

  private static List<Point> points(Landmarks landmarks) {
    return List.of(
        landmarks.leftEye(),
        landmarks.rightEye(),
        landmarks.nose(),
        landmarks.leftMouth(),
        landmarks.rightMouth());
  }
}
