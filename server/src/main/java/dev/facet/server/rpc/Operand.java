package dev.facet.server.rpc;

import dev.facet.model.image.BadImageException;
import dev.facet.model.similarity.Similarity;
import dev.facet.server.embedding.Face;
import dev.facet.v1.CompareOperand;
import dev.facet.v1.Embedding;
import dev.facet.v1.FaceImage;

/** One side of a comparison. */
sealed interface Operand {

  /**
   * A face that is embedded first.
   *
   * @param image as it was sent
   * @param face what was read of it
   */
  record Image(FaceImage image, Face face) implements Operand {
    @Override
    public Space space(Space ofModel) {
      return ofModel;
    }
  }

  /** An embedding made earlier. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Vector(float[] values, String digest) implements Operand {
    Space space() {
      return new Space(digest, values.length);
    }

    @Override
    public Space space(Space ofModel) {
      return space();
    }
  }

  /**
   * An embedding space.
   *
   * @param digest of its model; empty where it is not known
   * @param dimension number of values
   */
  record Space(String digest, int dimension) {

    /** Refuses two embeddings that cannot be compared. */
    static void requireSame(Space first, Space second) throws InvalidRequestException {
      boolean bothKnown = !first.digest.isEmpty() && !second.digest.isEmpty();
      if (bothKnown && !first.digest.equals(second.digest)) {
        throw new InvalidRequestException(
            InvalidRequestException.Reason.DIGEST_MISMATCH,
            "digest: the two sides differ (expected: embeddings of the same model)");
      }
      if (first.dimension != second.dimension) {
        throw InvalidRequestException.field(
            "embedding.values",
            first.dimension + " and " + second.dimension + " values",
            "as many on both sides");
      }
    }
  }

  /** The space that this side is in, where images are embedded by a model of the given space. */
  Space space(Space ofModel);

  /** Reads a side; {@code name} is its field. */
  static Operand read(String name, CompareOperand operand, FaceReader faces)
      throws InvalidRequestException, BadImageException {
    return switch (operand.getSourceCase()) {
      case IMAGE -> new Image(operand.getImage(), faces.read(operand.getImage()));
      case EMBEDDING -> new Vector(direction(name, operand.getEmbedding()), operand.getDigest());
      case SOURCE_NOT_SET ->
          throw InvalidRequestException.field(name, "not set", "an image or an embedding");
    };
  }

  private static float[] direction(String name, Embedding embedding)
      throws InvalidRequestException {
    float[] values = new float[embedding.getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = embedding.getValues(i);
    }
    double norm = Similarity.norm(values);
    if (!(norm > 0) || Double.isInfinite(norm)) {
      throw InvalidRequestException.field(
          name + ".embedding", "norm " + norm, "finite values, not all 0");
    }
    return values;
  }
}
