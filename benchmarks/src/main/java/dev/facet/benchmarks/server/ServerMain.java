package dev.facet.benchmarks.server;

import dev.facet.model.engine.Embedder;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.server.FacetServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;

/** The server that {@code facet serve} starts, as a {@link LedServer}. */
final class ServerMain {

  private ServerMain() {}

  /** Serves. */
  public static void main(String[] settings) throws IOException {
    run(settings, EmbeddingModel::load);
  }

  /** Serves what a loader loads. */
  static void run(String[] settings, Embedder.Loader loader) throws IOException {
    LedServer.run(
        settings,
        config -> {
          FacetServer server = FacetServer.start(config, new SimpleMeterRegistry(), loader);
          return new LedServer.Listening(server.address(), server.httpAddress(), server::shutdown);
        });
  }
}
