package dev.facet.server.registry;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a loaded version in memory until closed. Thread-safe; closing again does nothing.
 *
 * @param <M> what the version is
 */
public final class Lease<M extends LoadedModel> implements AutoCloseable {

  private final M model;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over a hold of the model. */
  Lease(M model) {
    this.model = model;
  }

  /** The version. */
  public M model() {
    return model;
  }

  boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      model.release();
    }
  }
}
