package dev.facet.model.clustering;

import dev.facet.model.similarity.FaceTemplate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cosines of all pairs of n faces, in 4 bytes for each of the n (n - 1) / 2: 245 MB for 11,074.
 * Immutable.
 */
public final class SimilarityMatrix {

  /** Bytes a pair: this matrix, and what an algorithm needs beside it at worst. */
  private static final long BYTES_A_PAIR = 3 * Float.BYTES;

  /** The cosines of face i with those before it. */
  private final float[][] rows;

  private SimilarityMatrix(float[][] rows) {
    this.rows = rows;
  }

  /**
   * Compares all faces, on all cores. The cosines are summed in single precision, always in the
   * same order, so that they do not depend on the number of cores.
   *
   * @param faces at least one, of as many values each
   * @param step called after each face, by several threads
   * @throws IllegalArgumentException if there are none, or if their lengths differ
   */
  public static SimilarityMatrix of(List<FaceTemplate> faces, Runnable step) {
    if (faces.stream().mapToInt(FaceTemplate::dimension).distinct().count() != 1) {
      throw new IllegalArgumentException("faces: none, or of different lengths");
    }
    float[][] vectors = faces.stream().map(FaceTemplate::values).toArray(float[][]::new);
    float[][] columns = transposed(vectors);
    float[][] rows = new float[vectors.length][];
    IntStream.range(0, rows.length)
        .parallel()
        .forEach(
            i -> {
              rows[i] = row(vectors[i], columns, i);
              step.run();
            });
    return new SimilarityMatrix(rows);
  }

  private static float[][] transposed(float[][] vectors) {
    float[][] columns = new float[vectors[0].length][vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      for (int k = 0; k < columns.length; k++) {
        columns[k][i] = vectors[i][k];
      }
    }
    return columns;
  }

  /**
   * Value by value over all faces at once, since the JIT vectorises that, and no sum of products.
   */
  private static float[] row(float[] vector, float[][] columns, int length) {
    float[] row = new float[length];
    for (int k = 0; k < vector.length; k++) {
      float value = vector[k];
      float[] column = columns[k];
      for (int j = 0; j < length; j++) {
        row[j] += value * column[j];
      }
    }
    return row;
  }

  /**
   * The most faces that can be clustered in so much memory, by any of this package's algorithms.
   *
   * @param bytes such as {@link Runtime#maxMemory()}, of which a tenth is left for all else
   */
  public static int mostFaces(long bytes) {
    double pairs = 0.9 * bytes / BYTES_A_PAIR;
    return (int) Math.sqrt(2 * pairs);
  }

  /** Number of faces. */
  public int size() {
    return rows.length;
  }

  /** The cosine of two different faces. */
  public float get(int a, int b) {
    return a > b ? rows[a][b] : rows[b][a];
  }

  /** A copy of the cosines: row i has those of face i with the faces before it. */
  float[][] toRows() {
    float[][] copy = new float[rows.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }

  /** The cosines of a face with those before it, not to be changed. */
  float[] row(int face) {
    return rows[face];
  }
}
