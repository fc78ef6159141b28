package dev.facet.cli;

import dev.facet.model.engine.EmbeddingModel;
import dev.facet.server.FacetServer;
import dev.facet.server.config.ServerConfig;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facet serve}: the server, until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Serves the models of a repository over gRPC.",
      "",
      "Prints a line when it is ready. On SIGTERM it takes no more calls, finishes those it has"
          + " within server.grace-period, and exits with 0. What an option does not set comes from"
          + " the environment (FACET_SERVER_PORT), then from the file, then from the defaults;"
          + " --print-config shows all keys."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet serve",
      "  facet serve --models /srv/models --host 0.0.0.0 --port 8443 --workers 8",
      "  facet serve --set http.enabled=true",
      "  facet serve --set tls.certificate=server.pem --set tls.key=server.key",
      "  facet serve --config facet.yaml --set batching.max-batch-size=32 --print-config"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServeCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The model repository (models.repository). Default: models.")
  private @Nullable String models;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Name or address to listen on (server.host). Default: 127.0.0.1.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "TCP port; 0: any free one (server.port). Default: 50051.")
  private @Nullable String port;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Engine threads; 0: one a core (batching.workers). Default: 0.")
  private @Nullable String workers;

  @Option(
      names = "--model-control",
      paramLabel = "MODE",
      description = {
        "explicit: versions go live when they are told to;",
        "poll: also when they are published (models.control). Default: explicit."
      })
  private @Nullable String modelControl;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings as YAML.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any setting, such as limits.max-image-bytes=4MiB. May be repeated.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--print-config", description = "Print all settings as YAML and exit.")
  private boolean printConfig;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    ServerConfig loaded = ServerConfig.load(Optional.ofNullable(config), System.getenv(), flags());
    if (printConfig) {
      console.out().print(loaded.toYaml());
      return ExitCode.OK;
    }
    LogOutput.set(loaded.log());
    try (Tracing tracing = Tracing.of(loaded.traces())) {
      FacetServer server =
          FacetServer.start(
              loaded, new CompositeMeterRegistry(), tracing.telemetry(), EmbeddingModel::load);
      BoundedExit.stopOnSignal(server, tracing, loaded.server().gracePeriod());
      console.out().println("ready on " + text(server.address()));
      server
          .adminAddress()
          .ifPresent(address -> console.out().println("models are changed on " + text(address)));
      server.awaitTermination();
    }
    return ExitCode.OK;
  }

  private static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>(settings);
    put(flags, "models.repository", models);
    put(flags, "server.host", host);
    put(flags, "server.port", port);
    put(flags, "batching.workers", workers);
    put(flags, "models.control", modelControl);
    return flags;
  }

  private void put(Map<String, String> flags, String key, @Nullable String value) {
    if (value != null && flags.put(key, value) != null) {
      throw new ParameterException(
          spec.commandLine(), key + ": set twice, by --set and by its own option");
    }
  }
}
