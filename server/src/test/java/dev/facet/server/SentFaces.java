package dev.facet.server;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.Embedding;
import dev.facet.v1.FaceImage;
import dev.facet.v1.Landmarks;
import dev.facet.v1.Point;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Images and embeddings as clients send them, none like another. */
final class SentFaces {

  private SentFaces() {}

  static List<FaceImage> all() {
    return Stream.concat(good().stream(), bad().stream()).toList();
  }

  /** A crop of raw pixels, a file, and one with landmarks. */
  static List<FaceImage> good() {
    Landmarks landmarks =
        Landmarks.newBuilder()
            .setLeftEye(point(38.29461f, 51.69631f))
            .setRightEye(point(73.53182f, 51.50141f))
            .setNose(point(56.02521f, 71.73661f))
            .setLeftMouth(point(41.54932f, 92.36551f))
            .setRightMouth(point(70.72992f, 92.20412f))
            .build();
    return List.of(
        Drawings.raw(11),
        Drawings.encoded(Drawings.file("png", 12, 60, 60)),
        Drawings.encoded(Drawings.file("jpg", 13, 112, 112)).toBuilder()
            .setLandmarks(landmarks)
            .build());
  }

  /** What is no image, what does not measure what it says, and landmarks that are none. */
  static List<FaceImage> bad() {
    byte[] cut = Arrays.copyOf(Drawings.file("png", 21, 60, 60), 300);
    byte[] noise = Drawings.rgb(22, 20, 20);
    FaceImage tooShort = Drawings.raw(23, 90, 90);
    return List.of(
        Drawings.encoded(cut),
        Drawings.encoded(noise),
        tooShort.toBuilder().setRaw(tooShort.getRaw().toBuilder().setWidth(91)).build(),
        Drawings.raw(24).toBuilder()
            .setLandmarks(
                Landmarks.newBuilder()
                    .setLeftEye(point(13.13131f, Float.NaN))
                    .setRightEye(point(14.14141f, 1))
                    .setNose(point(15.15151f, 1))
                    .setLeftMouth(point(16.16161f, 1))
                    .setRightMouth(point(17.17171f, 1)))
            .build());
  }

  /** What a client might have kept as an embedding. */
  static Embedding embedding(int seed) {
    byte[] noise = Drawings.rgb(seed, 8, 4);
    Embedding.Builder embedding = Embedding.newBuilder();
    for (int i = 0; i < TinyModel.DIMENSION; i++) {
      embedding.addValues(noise[i] * 0.0123457f);
    }
    return embedding.build();
  }

  private static Point point(float x, float y) {
    return Point.newBuilder().setX(x).setY(y).build();
  }
}
