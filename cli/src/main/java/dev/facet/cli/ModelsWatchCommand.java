package dev.facet.cli;

import dev.facet.client.FacetClient;
import dev.facet.client.ModelVersion;
import dev.facet.client.ModelWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code facet models watch}: what a server's models do, as it happens. */
@Command(
    name = "watch",
    description = {
      "Prints what the versions of a server do, as it happens, until it is interrupted.",
      "",
      "First every version as it is, then a line for each change. Where the connection is lost it"
          + " comes back by itself."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  facet models watch", "  facet models watch mobileface --server localhost:50051"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsWatchCommand implements Callable<Integer> {
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of a model. Default: all.")
  private @Nullable String name;

  @Mixin private ServerOption server;

  ModelsWatchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    try (FacetClient client = server.connect()) {
      // A watch waits for a server that is not there; somebody at a terminal wants to know.
      client.models();
      try (ModelWatch watch = client.watchModels(this::print)) {
        watch.ended().get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception failure ? failure : e;
      }
    }
    return ExitCode.OK;
  }

  private void print(ModelVersion version) {
    if (name == null || name.equals(version.ref().name())) {
      String time = LocalTime.now(ZoneId.systemDefault()).format(SECONDS);
      String failure = version.failure().isEmpty() ? "" : ": " + version.failure();
      console
          .out()
          .printf(
              "%s  %s  %s%s%n",
              time, VersionText.name(version), VersionText.state(version), failure);
      if (console.out().checkError()) {
        throw new UncheckedIOException(new IOException("standard output: cannot be written"));
      }
    }
  }
}
