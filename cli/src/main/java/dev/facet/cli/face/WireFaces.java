package dev.facet.cli.face;

import dev.facet.client.BoundingBox;
import dev.facet.client.DetectedFace;
import dev.facet.model.detection.FaceQuality;
import dev.facet.model.detection.FoundFace;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Point;

/** Translates faces between this process and a server's client. */
public final class WireFaces {
  private WireFaces() {}

  /**
   * Landmarks of a face that was found.
   *
   * @throws BadImageException where they are no five places of a face
   */
  public static Landmarks landmarks(dev.facet.client.Landmarks found) throws BadImageException {
    return new Landmarks(
        point(found.leftEye()),
        point(found.rightEye()),
        point(found.nose()),
        point(found.leftMouth()),
        point(found.rightMouth()));
  }

  private static Point point(dev.facet.client.Point point) {
    return new Point(point.x(), point.y());
  }

  static dev.facet.client.Landmarks onTheWire(Landmarks landmarks) {
    return new dev.facet.client.Landmarks(
        onTheWire(landmarks.leftEye()),
        onTheWire(landmarks.rightEye()),
        onTheWire(landmarks.nose()),
        onTheWire(landmarks.leftMouth()),
        onTheWire(landmarks.rightMouth()));
  }

  private static dev.facet.client.Point onTheWire(Point point) {
    return new dev.facet.client.Point(point.x(), point.y());
  }

  static DetectedFace onTheWire(FoundFace face) {
    FaceQuality quality = face.quality();
    return new DetectedFace(
        new BoundingBox(
            face.box().left(), face.box().top(), face.box().width(), face.box().height()),
        face.score(),
        onTheWire(face.landmarks()),
        new dev.facet.client.FaceQuality(
            quality.eyeDistance(),
            quality.sharpness(),
            quality.brightness(),
            quality.yaw(),
            quality.pitch(),
            quality.roll()));
  }
}
