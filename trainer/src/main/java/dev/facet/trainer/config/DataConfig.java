package dev.facet.trainer.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run learns from.
 *
 * @param source where the photos are
 * @param balanced batches of some people with some photos each; empty: all photos, shuffled
 * @param threads that prepare photos, 1 to 1024
 * @param batchesAhead batches prepared ahead of the engine, 1 to 1024
 * @param badShare share of photos that may be unusable before the run stops, 0 to below 1
 */
public record DataConfig(
    Source source, Optional<Balanced> balanced, int threads, int batchesAhead, double badShare) {

  /** Where the photos are. */
  public sealed interface Source permits People, Records, Images {

    /** Where they lie. */
    Path directory();
  }

  /**
   * A directory with a directory of photos for each person.
   *
   * @param directory the directory
   * @param list names of the people to learn from; empty: all
   * @param landmarks five points for each photo; empty: photos are crops of faces
   */
  public record People(Path directory, Optional<Path> list, Optional<Path> landmarks)
      implements Source {}

  /**
   * InsightFace's layout of records.
   *
   * @param directory has {@code train.rec}, {@code train.idx} and {@code property}
   */
  public record Records(Path directory) implements Source {}

  /**
   * Labelled images in the format of MNIST; a label stands for a person.
   *
   * @param file the images
   * @param labels their labels
   * @param most number of images that are taken, the first ones, 1 or more
   */
  public record Images(Path file, Path labels, int most) implements Source {

    @Override
    public Path directory() {
      return file;
    }
  }

  /**
   * Batches of some people with some photos each; their product is the batch size.
   *
   * @param people in a batch, at least 1
   * @param photos of each, at least 1
   */
  public record Balanced(int people, int photos) {}
}
