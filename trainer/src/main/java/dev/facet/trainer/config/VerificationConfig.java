package dev.facet.trainer.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a network is judged while it is trained, and at the end.
 *
 * @param set the pairs
 * @param every steps between two judgements, at least 1
 */
public record VerificationConfig(Set set, long every) {

  /** Pairs of photos, and where they are. */
  public sealed interface Set permits Pairs, Bin {

    /** The file that names them. */
    Path file();
  }

  /**
   * A list of pairs.
   *
   * @param file the list, as of Labeled Faces in the Wild
   * @param images directory of the photos
   * @param landmarks five points for each photo; empty: photos are crops of faces
   */
  public record Pairs(Path file, Path images, Optional<Path> landmarks) implements Set {}

  /**
   * One of InsightFace's {@code .bin} files.
   *
   * @param file the file
   */
  public record Bin(Path file) implements Set {}
}
