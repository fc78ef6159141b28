package dev.facet.trainer.data;

/**
 * Photos of known people, to learn from. Photos of one person follow each other, and people come in
 * the order of their labels.
 */
public interface FaceSource extends PhotoSource {

  /** Number of people; labels are 0 to {@code people() - 1}. */
  int people();

  /** Who is on the photo. */
  int label(int index);
}
