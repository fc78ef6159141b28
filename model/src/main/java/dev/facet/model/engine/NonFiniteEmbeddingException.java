package dev.facet.model.engine;

/**
 * The model gave an embedding that holds NaN or an infinity, or that cannot be normalised because
 * its norm is zero. Thrown for the first such item of a batch; the others may well be good, so a
 * caller runs them again without it.
 */
public final class NonFiniteEmbeddingException extends RuntimeException {

  private final int index;

  NonFiniteEmbeddingException(int index) {
    super("embedding of item " + index + ": not finite or of norm zero");
    this.index = index;
  }

  /** Which item of the batch, from 0. */
  public int index() {
    return index;
  }
}
