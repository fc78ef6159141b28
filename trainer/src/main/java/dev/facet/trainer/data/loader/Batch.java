package dev.facet.trainer.data.loader;

/** Faces to learn from in one step. The arrays are the batch's own, not copies. */
public final class Batch {

  private final Position position;
  private final Position next;
  private final float[] data;
  private final int[] labels;
  private final int[] photos;

  Batch(Position position, Position next, float[] data, int[] labels, int[] photos) {
    this.position = position;
    this.next = next;
    this.data = data;
    this.labels = labels;
    this.photos = photos;
  }

  /** Where the batch stands. */
  public Position position() {
    return position;
  }

  /** Where the batch after it stands: what a checkpoint holds that is written after its step. */
  public Position next() {
    return next;
  }

  /** Number of faces n. */
  public int size() {
    return labels.length;
  }

  /** The model's input: n x C x height x width. */
  public float[] data() {
    return data;
  }

  /** Who is on each. */
  public int[] labels() {
    return labels;
  }

  /** The number of each photo in its source. */
  public int[] photos() {
    return photos;
  }
}
