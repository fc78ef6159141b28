package dev.facet.client;

import dev.facet.v1.DetectRequest;
import dev.facet.v1.DetectResponse;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/** Translates between the client's values of faces in photos and the messages on the wire. */
final class DetectionMessages {
  private DetectionMessages() {}

  static DetectRequest detectRequest(FaceImage photo, DetectOptions detect, Priority priority) {
    return DetectRequest.newBuilder()
        .setImage(photo.message())
        .setOptions(detectOptions(detect))
        .setPriority(Messages.priority(priority))
        .build();
  }

  static dev.facet.v1.DetectOptions detectOptions(DetectOptions options) {
    dev.facet.v1.DetectOptions.Builder message =
        dev.facet.v1.DetectOptions.newBuilder()
            .setSelect(selection(options.select()))
            .setMinSize(options.minSize())
            .setDetector(options.detector())
            .setDetectorVersion(options.detectorVersion());
    options.minScore().ifPresent(score -> message.setMinScore((float) score));
    return message.build();
  }

  static Detections detections(DetectResponse response) {
    dev.facet.v1.Detections detections = response.getDetections();
    return new Detections(
        detections.getFacesList().stream().map(DetectionMessages::face).toList(),
        detections.getFound(),
        detections.getImageWidth(),
        detections.getImageHeight(),
        Messages.modelRef(detections.getDetector()));
  }

  /** The faces of a photo; a failure where there are more or fewer embeddings than faces. */
  static EmbedResult embeddedFaces(dev.facet.v1.EmbeddedFaces message, ModelRef model) {
    dev.facet.v1.Detections detections = message.getDetections();
    int count = detections.getFacesCount();
    if (message.getEmbeddingsCount() != count) {
      return EmbedResult.failure(
          Failures.local(
              Status.Code.INTERNAL,
              "embeddings: %d (expected: %d)".formatted(message.getEmbeddingsCount(), count),
              null));
    }
    List<EmbeddedFace> faces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      faces.add(
          new EmbeddedFace(
              face(detections.getFaces(i)),
              Messages.embedding(message.getEmbeddings(i), model, Timing.NONE)));
    }
    return EmbedResult.success(
        new EmbeddedFaces(
            faces,
            detections.getFound(),
            detections.getImageWidth(),
            detections.getImageHeight(),
            Messages.modelRef(detections.getDetector()),
            model));
  }

  static DetectedFace face(dev.facet.v1.DetectedFace face) {
    dev.facet.v1.BoundingBox box = face.getBox();
    return new DetectedFace(
        new BoundingBox(box.getLeft(), box.getTop(), box.getWidth(), box.getHeight()),
        face.getScore(),
        landmarks(face.getLandmarks()),
        quality(face.getQuality()));
  }

  private static Landmarks landmarks(dev.facet.v1.Landmarks landmarks) {
    return new Landmarks(
        point(landmarks.getLeftEye()),
        point(landmarks.getRightEye()),
        point(landmarks.getNose()),
        point(landmarks.getLeftMouth()),
        point(landmarks.getRightMouth()));
  }

  private static Point point(dev.facet.v1.Point point) {
    return new Point(point.getX(), point.getY());
  }

  private static FaceQuality quality(dev.facet.v1.FaceQuality quality) {
    return new FaceQuality(
        quality.getEyeDistance(),
        quality.getSharpness(),
        quality.getBrightness(),
        quality.getYaw(),
        quality.getPitch(),
        quality.getRoll());
  }

  private static dev.facet.v1.FaceSelection selection(FaceSelection selection) {
    return switch (selection) {
      case DEFAULT -> dev.facet.v1.FaceSelection.FACE_SELECTION_UNSPECIFIED;
      case ALL -> dev.facet.v1.FaceSelection.FACE_SELECTION_ALL;
      case LARGEST -> dev.facet.v1.FaceSelection.FACE_SELECTION_LARGEST;
      case CENTRAL -> dev.facet.v1.FaceSelection.FACE_SELECTION_CENTRAL;
    };
  }
}
