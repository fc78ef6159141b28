package dev.facet.cli;

import dev.facet.server.FacetServer;
import dev.facet.server.config.ServerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real server in this process, on a free port of the loopback interface. */
record RunningServer(FacetServer server) implements AutoCloseable {

  /** With the default settings. */
  static RunningServer of(Path repository) throws IOException {
    return of(repository, Map.of());
  }

  /** With settings of the test's own. */
  static RunningServer of(Path repository, Map<String, String> settings) throws IOException {
    Map<String, String> flags = new HashMap<>(settings);
    flags.put("models.repository", repository.toString());
    flags.put("server.port", "0");
    ServerConfig config = ServerConfig.load(Optional.empty(), Map.of(), flags);
    return new RunningServer(FacetServer.start(config, new SimpleMeterRegistry()));
  }

  /** Runs {@code facet models} with a command, and this server as the server. */
  CommandRun models(Object... command) {
    List<Object> arguments = new ArrayList<>(List.of("models"));
    arguments.addAll(List.of(command));
    arguments.addAll(List.of("--server", address()));
    return CommandRun.facet(arguments.toArray());
  }

  /** What {@code --server} takes. */
  String address() {
    return "127.0.0.1:" + server.address().getPort();
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
