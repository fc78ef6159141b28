package dev.facet.benchmarks.server;

import java.io.IOException;

/** The server that {@code facet serve} starts, with an {@link IdleEmbedder}. */
final class IdleServerMain {

  private IdleServerMain() {}

  /** Serves. */
  public static void main(String[] settings) throws IOException {
    ServerMain.run(
        settings,
        (bundle, device, passes, progress) -> new IdleEmbedder(bundle.manifest(), device));
  }
}
