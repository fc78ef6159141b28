package dev.facet.model.engine;

/** What is being done to load a model, in this order. */
public enum LoadStage {
  /** Its files are read and held against each other. */
  CHECKING,
  /**
   * The engine takes its weights and plans how it runs it; a graph that is rewritten is compared
   * with the published one.
   */
  COMPILING,
  /** It embeds made-up faces, which warms it up. */
  TESTING
}
