package dev.facet.server.registry;

/**
 * A version that a stream stays with. It keeps the version loaded, but not for ever: once the
 * version is for nothing else any more it is taken away after a while. Thread-safe; closing again
 * does nothing.
 */
public final class HeldVersion implements AutoCloseable {

  private final Lease hold;

  HeldVersion(Lease hold) {
    this.hold = hold;
    hold.model().addHeld(this);
  }

  /**
   * Holds the version for one more request.
   *
   * @return a lease that the caller closes
   * @throws ModelNotFoundException if the version was taken away
   */
  public Lease lease() throws ModelNotFoundException {
    LoadedModel model = hold.model();
    if (hold.isClosed() || !model.hold()) {
      throw ModelNotFoundException.takenAway(model.name(), model.version());
    }
    return new Lease(model);
  }

  @Override
  public void close() {
    hold.close();
    hold.model().removeHeld(this);
  }
}
