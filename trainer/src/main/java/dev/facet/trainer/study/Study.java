package dev.facet.trainer.study;

import dev.facet.trainer.config.DataConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The same training once for each variant and seed.
 *
 * @param output directory with a directory for each run, {@code VARIANT/seed-N}
 * @param runs in the order in which they are made: all variants with the first seed, then all with
 *     the next
 * @param features labelled images whose embeddings are measured, and drawn where they have two
 *     values; empty: none
 */
public record Study(Path output, List<StudyRun> runs, Optional<DataConfig.Source> features) {

  /** Copies the runs. */
  public Study {
    runs = List.copyOf(runs);
  }
}
