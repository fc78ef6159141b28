package dev.facet.server.registry;

/**
 * A version that a stream stays with. It keeps the version loaded, but not for ever: once the
 * version is for nothing else any more it is taken away after a while. Thread-safe; closing again
 * does nothing.
 */
public final class HeldVersion implements AutoCloseable {

  private final Lease<LoadedEmbedder> hold;

  private HeldVersion(Lease<LoadedEmbedder> hold) {
    this.hold = hold;
    hold.model().addHeld(this);
  }

  /**
   * Stays with a version beyond a lease.
   *
   * @param lease an open one; stays the caller's
   * @return what the caller closes
   */
  public static HeldVersion of(Lease<LoadedEmbedder> lease) {
    // The lease holds the model, so that it can be held once more.
    lease.model().hold();
    return new HeldVersion(new Lease<>(lease.model()));
  }

  /**
   * Holds the version for one more request.
   *
   * @return a lease that the caller closes
   * @throws ModelNotFoundException if the version was taken away
   */
  public Lease<LoadedEmbedder> lease() throws ModelNotFoundException {
    LoadedEmbedder model = hold.model();
    if (hold.isClosed() || !model.hold()) {
      throw ModelNotFoundException.takenAway(model.name(), model.version());
    }
    return new Lease<>(model);
  }

  @Override
  public void close() {
    hold.close();
    hold.model().removeHeld(this);
  }
}
