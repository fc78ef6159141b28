package dev.facet.client;

/** What is being done to load a version, in this order. */
public enum LoadStage {
  /** The version is not being loaded, or in a way that this client is too old to know. */
  NONE,
  /** Waits for an earlier load to end. */
  WAITING,
  /** Its files are read and held against its manifest and its digest. */
  CHECKING,
  /** The engine takes its weights, and plans how it runs it. */
  COMPILING,
  /** It embeds made-up faces, which warms it up and must give unit vectors. */
  TESTING
}
