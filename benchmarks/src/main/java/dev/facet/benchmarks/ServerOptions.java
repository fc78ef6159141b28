package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Directory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a benchmark's own server is set, and what is sent to it. */
final class ServerOptions {

  @Option(
      names = "--images",
      paramLabel = "DIR",
      converter = Directory.class,
      description = "JPEG files to send, 16 of them. Default: faces drawn by code.")
  private @Nullable Path images;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the server, such as batching.workers=1. May be repeated.")
  private Map<String, String> settings = Map.of();

  /** Where the images are; empty: they are drawn. */
  Optional<Path> images() {
    return Optional.ofNullable(images);
  }

  /** Settings by their keys. */
  Map<String, String> settings() {
    return settings;
  }
}
