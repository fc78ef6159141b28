package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Directory;
import dev.facet.benchmarks.swap.SwapPlan;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Between which two versions a server swaps. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SwappedVersionsOptions {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      defaultValue = "models/default/1",
      description = "Version 1: a directory with model.yaml. Default: ${DEFAULT-VALUE}.")
  private Path model;

  @Option(
      names = "--other",
      paramLabel = "DIR",
      converter = Directory.class,
      description = "Version 2. Default: version 1, each weight changed by about 5 %%.")
  private @Nullable Path other;

  SwapPlan.VersionSource source() {
    return new SwapPlan.VersionSource(model, Optional.ofNullable(other));
  }
}
