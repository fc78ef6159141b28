package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Directory;
import dev.facet.benchmarks.OptionValues.NamedBackbone;
import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.ReadableFile;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.engine.EngineBenchmark;
import dev.facet.benchmarks.engine.EngineFiles;
import dev.facet.benchmarks.engine.EnginePlan;
import dev.facet.benchmarks.engine.EngineReport;
import dev.facet.benchmarks.engine.EngineResult;
import dev.facet.trainer.backbone.Backbone;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facet bench engine}: models with and without what tunes them. */
@Command(
    name = "engine",
    description = {
      "Claim: a published graph goes in, an equal and faster one comes out.",
      "",
      "Measures each model with and without graph passes on the same threads, in turn, and then"
          + " with all passes but one, for each pass."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet bench engine --model models/default/1",
      "  facet bench engine --symbol lresnet34e-ir-symbol.json --backbone mobilefacenet-mbf"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EngineCommand implements Callable<Integer> {

  private static final Path DEFAULT_MODEL = Path.of("models/default/1");

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      converter = Directory.class,
      description =
          "A directory with model.yaml, or of a model as it was published. May be repeated."
              + " Default, unless there is a network: models/default/1.")
  private List<Path> models = List.of();

  @Option(
      names = "--symbol",
      paramLabel = "FILE",
      converter = ReadableFile.class,
      description = "A network; its weights are made up. May be repeated.")
  private List<Path> symbols = List.of();

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      converter = NamedBackbone.class,
      description = "A network of the trainer; its weights are made up. May be repeated.")
  private List<Backbone> backbones = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Positive.class,
      description = "Threads that embed at once. Default: one a core.")
  private @Nullable Integer threads;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      converter = Seconds.class,
      description = "How long each is measured in a round. Default: ${DEFAULT-VALUE}.")
  private Duration stretch;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      converter = Positive.class,
      description = "How often each is measured, in turn. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(names = "--no-ablation", description = "Leave no single pass out.")
  private boolean whole;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of weights and faces. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    EngineResult result;
    try (TemporaryDirectory directory = TemporaryDirectory.in(output.directory())) {
      result = new EngineBenchmark(plan(), directory.path(), err::println).run();
    }
    new EngineReport(result).print(out);
    output.write(out, "samples", "engine.json", file -> EngineFiles.writeJson(result, file));
    output.write(out, "picture", "engine.png", file -> EngineFiles.writePicture(result, file));
    return ExitCode.OK;
  }

  private EnginePlan plan() {
    boolean none = models.isEmpty() && symbols.isEmpty() && backbones.isEmpty();
    return new EnginePlan(
        none ? List.of(DEFAULT_MODEL) : models,
        symbols,
        backbones,
        threads == null ? Runtime.getRuntime().availableProcessors() : threads,
        stretch,
        rounds,
        !whole,
        seed);
  }
}
