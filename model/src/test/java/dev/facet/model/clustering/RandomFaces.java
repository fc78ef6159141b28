package dev.facet.model.clustering;

import dev.facet.model.similarity.FaceTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Templates of made-up people: directions, and noise around them. */
final class RandomFaces {
  private RandomFaces() {}

  /** Face i is of person i modulo {@code people}. */
  static List<FaceTemplate> of(Random random, int count, int people, double noise) {
    double[][] directions = new double[people][16];
    for (double[] direction : directions) {
      for (int k = 0; k < direction.length; k++) {
        direction[k] = random.nextGaussian();
      }
    }
    List<FaceTemplate> faces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] face = new float[16];
      for (int k = 0; k < face.length; k++) {
        face[k] = (float) (directions[i % people][k] + noise * random.nextGaussian());
      }
      faces.add(FaceTemplate.of(face));
    }
    return faces;
  }

  /** All pairs compared. */
  static SimilarityMatrix matrix(List<FaceTemplate> faces) {
    return SimilarityMatrix.of(faces, () -> {});
  }

  /** The clusters of faces in their order, such as {@code 0 0 1}. */
  static String text(Clustering clustering) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < clustering.size(); i++) {
      text.append(i == 0 ? "" : " ").append(clustering.cluster(i));
    }
    return text.toString();
  }
}
