package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Directory;
import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.ReadableFile;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.throughput.ThroughputPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code facet bench throughput} measures. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ThroughputOptions {

  private static final List<Path> MODELS =
      List.of(Path.of("models/default/1"), Path.of("../shared/models/mobileface-v2"));
  private static final List<Path> SYMBOLS =
      List.of(Path.of("../shared/models/symbols/lresnet34e-ir-symbol.json"));
  private static final int PERCENT = 100;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      converter = Directory.class,
      description =
          "A directory with model.yaml, or of a model as it was published. May be repeated."
              + " Default, unless there is a --symbol: models/default/1 and what of mobileface-v2"
              + " and IR-ResNet-34 lies in ../shared.")
  private List<Path> models = List.of();

  @Option(
      names = "--symbol",
      paramLabel = "FILE",
      converter = ReadableFile.class,
      description = "A network; its weights are random. May be repeated.")
  private List<Path> symbols = List.of();

  @Mixin private ServerOptions server;

  @Option(
      names = "--loads",
      paramLabel = "PERCENT",
      split = ",",
      converter = Positive.class,
      description =
          "Offered loads in open loop, of the capacity in closed loop. Default:"
              + " 10,25,50,75,90,100,120; with --quick 50,120.")
  private @Nullable List<Integer> loads;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "8",
      converter = Positive.class,
      description = "Connections, each with one stream. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--callers",
      paramLabel = "N",
      defaultValue = "64",
      converter = Positive.class,
      description = "Requests under way in closed loop. Default: ${DEFAULT-VALUE}.")
  private int callers;

  @Option(
      names = "--deadline",
      paramLabel = "S",
      defaultValue = "1",
      converter = Seconds.class,
      description = "Seconds that a unary call in open loop may take. Default: ${DEFAULT-VALUE}.")
  private Duration deadline;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      converter = Seconds.class,
      description =
          "Seconds at full load before a server is measured, half by unary calls and half by"
              + " streams; half as long also in overload, where a load is above 100. Default: 60; quick: 1.")
  private @Nullable Duration warmUp;

  @Option(
      names = "--settling",
      paramLabel = "S",
      converter = Seconds.class,
      description = "Seconds of each load that do not count. Default: 1; quick: 0.2.")
  private @Nullable Duration settling;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      converter = Seconds.class,
      description =
          "How long each load lasts; up to three times that where it has few requests. Default: 4;"
              + " quick: 1.")
  private @Nullable Duration counting;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "500",
      converter = Positive.class,
      description = "What few requests are. Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Positive.class,
      description =
          "How often what is compared is measured, in turn; medians count. Default: 3; quick: 1.")
  private @Nullable Integer rounds;

  @Option(names = "--quick", description = "A run of about a minute a model; trust no figure.")
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of times, images and weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /**
   * The plan.
   *
   * @param notes takes a line for each model that is left out
   */
  ThroughputPlan plan(Consumer<String> notes) {
    boolean chosen = !models.isEmpty() || !symbols.isEmpty();
    return new ThroughputPlan(
        chosen ? models : present(MODELS, notes),
        chosen ? symbols : present(SYMBOLS, notes),
        server.images(),
        new ThroughputPlan.Load(
            or(loads, List.of(10, 25, 50, 75, 90, 100, 120), List.of(50, 120)).stream()
                .map(percent -> (double) percent / PERCENT)
                .toList(),
            connections,
            callers,
            deadline),
        new ThroughputPlan.Times(
            or(warmUp, Duration.ofSeconds(60), Duration.ofSeconds(1)),
            or(settling, Duration.ofSeconds(1), Duration.ofMillis(200)),
            or(counting, Duration.ofSeconds(4), Duration.ofSeconds(1)),
            requests,
            or(rounds, 3, 1)),
        server.settings(),
        seed);
  }

  private <T> T or(@Nullable T said, T otherwise, T quickly) {
    return said != null ? said : quick ? quickly : otherwise;
  }

  private static List<Path> present(List<Path> paths, Consumer<String> notes) {
    return paths.stream()
        .filter(
            path -> {
              if (!Files.exists(path)) {
                notes.accept("left out, since it is not there: " + path);
              }
              return Files.exists(path);
            })
        .toList();
  }
}
