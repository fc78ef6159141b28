package dev.facet.server.registry;

/** A model does something else than what is asked of it. */
public final class WrongKindException extends Exception {

  private static final long serialVersionUID = 1L;

  WrongKindException(LoadedModel found) {
    super(
        found instanceof LoadedDetector
            ? "model: " + found.name() + " finds faces (expected: one that embeds them)"
            : "detector: " + found.name() + " embeds faces (expected: one that finds them)");
  }
}
