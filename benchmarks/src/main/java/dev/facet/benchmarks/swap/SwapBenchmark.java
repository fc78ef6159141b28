package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.load.Arrivals;
import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.Photos;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.load.Traffic;
import dev.facet.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Load on a server, without swaps and with them, in turn. */
public final class SwapBenchmark {

  private static final int IMAGES = 16;

  private final SwapPlan plan;
  private final Path directory;
  private final Path log;
  private final Consumer<String> progress;
  private final Timeline timeline = Timeline.ofSystem();

  /**
   * A benchmark.
   *
   * @param directory empty; holds the repository
   * @param log the file to which the server's messages go
   * @param progress takes a line now and then
   */
  public SwapBenchmark(SwapPlan plan, Path directory, Path log, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory;
    this.log = log;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IOException if a model or an image cannot be used, the server does not start or ends,
   *     or requests fail before the load is measured
   */
  public SwapResult run() throws IOException, InterruptedException {
    List<byte[]> photos = Photos.files(plan.traffic().images(), IMAGES, plan.seed());
    SwapPlan.VersionSource source = plan.versions();
    Versions versions = Versions.publish(directory, source.model(), source.other(), plan.seed());
    List<Reference> references =
        List.of(
            Reference.of(1, versions.first(), photos), Reference.of(2, versions.second(), photos));
    Traffic.Mix mix =
        new Traffic.Mix(
            photos.stream().map(Photos::image).toList(), plan.traffic().unaryShare(), plan.seed());
    try (ServerProcess server = ServerProcess.start(settings(), log);
        Connections connections = new Connections(server.address(), plan.traffic().streams());
        Connections operator = new Connections(server.address(), 0)) {
      Swapper swapper = new Swapper(operator.unary().getChannel(), timeline);
      swapper.rehearse();
      return measure(
          server,
          new LoadedServer(
              server, connections, mix, references, swapper, timeline, plan.times().sampling()));
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("models.repository", directory.toString());
    settings.put("models.activation", "true");
    return settings;
  }

  private SwapResult measure(ServerProcess server, LoadedServer loaded)
      throws IOException, InterruptedException {
    SwapPlan.Times times = plan.times();
    SwapPlan.Rate rate = plan.rate();
    double warm = loaded.capacity(rate.inFlight(), times.warmUp());
    say("warm-up  %.1f faces/s", warm);
    double capacity = Double.NaN;
    double offered;
    if (rate.fixed().isPresent()) {
      offered = rate.fixed().getAsDouble();
    } else {
      capacity = loaded.capacity(rate.inFlight(), times.capacity());
      say("capacity  %.1f faces/s", capacity);
      offered = rate.share() * capacity;
    }
    long liveHeapBefore = server.collect();
    Phase quiet = Phase.NONE;
    Phase swapping = Phase.NONE;
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < times.rounds(); round++) {
      Phase without = loaded.quiet(arrivals(offered, 2L * round), times.phase());
      Phase with =
          loaded.swapping(
              arrivals(offered, 2L * round + 1),
              new Swapper.Plan(times.every(), times.phase(), times.swaps()));
      double p99 = without.percentiles().p99();
      ratios.add(with.percentiles().p99() / p99);
      say(
          "round %d  p99 %.1f ms quiet, %.1f ms swapping, %d swaps",
          round + 1, p99, with.percentiles().p99(), with.activations().size());
      quiet = quiet.plus(without);
      swapping = swapping.plus(with);
    }
    return new SwapResult(
        capacity,
        offered,
        quiet,
        swapping,
        ratios,
        loaded.samples(),
        liveHeapBefore,
        server.collect());
  }

  private Arrivals arrivals(double perSecond, long phase) {
    return new Arrivals(perSecond, plan.seed() + phase);
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }
}
