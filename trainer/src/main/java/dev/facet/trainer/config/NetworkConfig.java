package dev.facet.trainer.config;

import dev.facet.trainer.backbone.Backbone;
import java.nio.file.Path;
import java.util.List;

/**
 * What is trained.
 *
 * @param start what it is before training
 * @param frozen regular expressions; parameters with a name that one matches as a whole stay as
 *     they are
 * @param frozenStatistics whether batch norms keep their statistics and normalise by them
 */
public record NetworkConfig(Start start, List<String> frozen, boolean frozenStatistics) {

  /** What a network is before training. */
  public sealed interface Start permits Fresh, Published {}

  /**
   * A network of random weights.
   *
   * @param backbone which
   * @param dimension number of values of an embedding, 1 to 4096
   */
  public record Fresh(Backbone backbone, int dimension) implements Start {}

  /**
   * A published network, to be trained on.
   *
   * @param bundle directory of the version
   */
  public record Published(Path bundle) implements Start {}
}
