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

  boolean isClosed() {
    return closed.get();
  }

  /**
   * Stays with the version beyond this lease.
   *
   * @return what the caller closes
   */
  public HeldVersion stay() {
    // This lease holds the model, so that it can be held once more.
    model.hold();
    return new HeldVersion(new Lease(model));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      model.release();
    }
  }
}
