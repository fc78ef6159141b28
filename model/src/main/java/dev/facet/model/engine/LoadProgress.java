package dev.facet.model.engine;

/** Is told how far a load is, and may end it. */
@FunctionalInterface
public interface LoadProgress {

  /** Lets every load come to its end. */
  LoadProgress UNWATCHED = stage -> {};

  /**
   * The load begins a step of a stage: is called on the thread that loads, several times a stage,
   * at most one run of the largest batch in each lane apart. The stages come in their order; only
   * where a rewritten graph fails or embeds otherwise, compiling begins again with the published
   * one.
   *
   * @throws java.util.concurrent.CancellationException to give up the load: it frees what it holds,
   *     and ends with this exception
   */
  void began(LoadStage stage);
}
