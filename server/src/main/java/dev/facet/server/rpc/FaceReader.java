package dev.facet.server.rpc;

import com.google.protobuf.ByteString;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Pixels;
import dev.facet.server.embedding.Face;
import dev.facet.server.rpc.InvalidRequestException.Reason;
import dev.facet.v1.FaceImage;
import dev.facet.v1.Landmarks;
import dev.facet.v1.Point;
import dev.facet.v1.RawImage;
import org.jspecify.annotations.Nullable;

/** Reads faces from messages. Pixels are copied only when it is the face's turn. Thread-safe. */
final class FaceReader {

  private final long maxPixels;

  /**
   * A reader.
   *
   * @param maxPixels most raw pixels of an image; those of files are the decoder's to count
   */
  FaceReader(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /**
   * Reads a face.
   *
   * @throws InvalidRequestException if a field is missing or out of range
   * @throws BadImageException if the landmarks are not five points of a face
   */
  Face read(FaceImage image) throws InvalidRequestException, BadImageException {
    dev.facet.model.image.@Nullable Landmarks landmarks =
        image.hasLandmarks() ? landmarks(image.getLandmarks()) : null;
    return switch (image.getSourceCase()) {
      case ENCODED -> encoded(image.getEncoded(), landmarks);
      case RAW -> raw(image.getRaw(), landmarks);
      case SOURCE_NOT_SET ->
          throw InvalidRequestException.field("image", "not set", "encoded or raw");
    };
  }

  private static Face encoded(
      ByteString file, dev.facet.model.image.@Nullable Landmarks landmarks) {
    return new Face(file.size(), decoder -> decoder.open(file.toByteArray()), landmarks);
  }

  private Face raw(RawImage raw, dev.facet.model.image.@Nullable Landmarks landmarks)
      throws InvalidRequestException {
    Channels channels =
        switch (raw.getFormat()) {
          case PIXEL_FORMAT_RGB -> Channels.RGB;
          case PIXEL_FORMAT_BGR -> Channels.BGR;
          case PIXEL_FORMAT_GRAY -> Channels.GRAY;
          case PIXEL_FORMAT_UNSPECIFIED, UNRECOGNIZED ->
              throw InvalidRequestException.field(
                  "image.raw.format",
                  raw.getFormatValue(),
                  "PIXEL_FORMAT_RGB, PIXEL_FORMAT_BGR or PIXEL_FORMAT_GRAY");
        };
    long pixels = (long) raw.getWidth() * raw.getHeight();
    if (pixels > maxPixels) {
      throw new InvalidRequestException(
          Reason.TOO_MANY_PIXELS,
          "image.raw: %d x %d pixels (expected: at most %d)"
              .formatted(raw.getWidth(), raw.getHeight(), maxPixels));
    }
    return new Face(
        raw.getPixels().size(),
        decoder ->
            Pixels.of(raw.getWidth(), raw.getHeight(), channels, raw.getPixels().toByteArray()),
        landmarks);
  }

  private static dev.facet.model.image.Landmarks landmarks(Landmarks landmarks)
      throws InvalidRequestException, BadImageException {
    return new dev.facet.model.image.Landmarks(
        point("left_eye", landmarks.hasLeftEye(), landmarks.getLeftEye()),
        point("right_eye", landmarks.hasRightEye(), landmarks.getRightEye()),
        point("nose", landmarks.hasNose(), landmarks.getNose()),
        point("left_mouth", landmarks.hasLeftMouth(), landmarks.getLeftMouth()),
        point("right_mouth", landmarks.hasRightMouth(), landmarks.getRightMouth()));
  }

  private static dev.facet.model.image.Point point(String name, boolean isSet, Point point)
      throws InvalidRequestException {
    if (!isSet) {
      throw InvalidRequestException.field("image.landmarks." + name, "not set", "a point");
    }
    return new dev.facet.model.image.Point(point.getX(), point.getY());
  }
}
