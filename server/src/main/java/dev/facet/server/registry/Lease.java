package dev.facet.server.registry;

import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps a loaded version in memory until closed. Thread-safe; closing again does nothing. */
public final class Lease implements AutoCloseable {

  private final LoadedModel model;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over a hold of the model. */
  Lease(LoadedModel model) {
    this.model = model;
  }

  /** The version. */
  public LoadedModel model() {
    return model;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      model.release();
    }
  }
}
