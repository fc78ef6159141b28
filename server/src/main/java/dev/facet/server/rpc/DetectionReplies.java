package dev.facet.server.rpc;

import dev.facet.model.detection.FaceBox;
import dev.facet.model.detection.FoundFace;
import dev.facet.model.image.Landmarks;
import dev.facet.server.detection.EmbeddedPhoto;
import dev.facet.server.detection.FoundFaces;
import dev.facet.server.registry.LoadedDetector;
import dev.facet.v1.BoundingBox;
import dev.facet.v1.DetectedFace;
import dev.facet.v1.Detections;
import dev.facet.v1.EmbeddedFaces;
import dev.facet.v1.FaceQuality;
import dev.facet.v1.Point;

/** Makes the parts of messages that say what was found in a photo. */
final class DetectionReplies {

  private DetectionReplies() {}

  static Detections detections(FoundFaces found, LoadedDetector detector) {
    Detections.Builder detections =
        Detections.newBuilder()
            .setFound(found.found())
            .setImageWidth(found.width())
            .setImageHeight(found.height())
            .setDetector(Replies.ref(detector));
    found.faces().forEach(face -> detections.addFaces(face(face)));
    return detections.build();
  }

  static EmbeddedFaces embedded(EmbeddedPhoto photo, LoadedDetector detector) {
    EmbeddedFaces.Builder faces =
        EmbeddedFaces.newBuilder().setDetections(detections(photo.found(), detector));
    photo.embeddings().forEach(values -> faces.addEmbeddings(Replies.embedding(values)));
    return faces.build();
  }

  static DetectedFace face(FoundFace face) {
    FaceBox box = face.box();
    return DetectedFace.newBuilder()
        .setBox(
            BoundingBox.newBuilder()
                .setLeft(box.left())
                .setTop(box.top())
                .setWidth(box.width())
                .setHeight(box.height()))
        .setScore(face.score())
        .setLandmarks(landmarks(face.landmarks()))
        .setQuality(quality(face.quality()))
        .build();
  }

  private static dev.facet.v1.Landmarks landmarks(Landmarks landmarks) {
    return dev.facet.v1.Landmarks.newBuilder()
        .setLeftEye(point(landmarks.leftEye()))
        .setRightEye(point(landmarks.rightEye()))
        .setNose(point(landmarks.nose()))
        .setLeftMouth(point(landmarks.leftMouth()))
        .setRightMouth(point(landmarks.rightMouth()))
        .build();
  }

  private static Point point(dev.facet.model.image.Point point) {
    return Point.newBuilder().setX(point.x()).setY(point.y()).build();
  }

  private static FaceQuality quality(dev.facet.model.detection.FaceQuality quality) {
    return FaceQuality.newBuilder()
        .setEyeDistance(quality.eyeDistance())
        .setSharpness(quality.sharpness())
        .setBrightness(quality.brightness())
        .setYaw(quality.yaw())
        .setPitch(quality.pitch())
        .setRoll(quality.roll())
        .build();
  }
}
