package dev.facet.benchmarks.throughput;

import com.google.protobuf.ByteString;
import dev.facet.benchmarks.measure.Pace;
import dev.facet.benchmarks.prepared.PreparedModel;
import dev.facet.benchmarks.server.ServerProcess;
import dev.facet.benchmarks.throughput.LoadedServer.Times;
import dev.facet.v1.FaceImage;
import dev.facet.v1.PixelFormat;
import dev.facet.v1.RawImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures servers, each in a process of its own. */
final class ServerBenchmark {

  private static final int RGB = 3;
  private static final int LONGEST = 3;

  private final ThroughputPlan plan;
  private final Path log;
  private final Progress progress;
  private final Times steady;

  /** Takes a line for each measurement. */
  interface Progress {
    void say(String format, Object... values);
  }

  ServerBenchmark(ThroughputPlan plan, Path log, Progress progress) {
    this.plan = plan;
    this.log = log;
    this.progress = progress;
    this.steady = new Times(plan.times().settling(), plan.times().counting());
  }

  /**
   * The server without an engine beside bare gRPC. Requests are raw pixels in the size of the
   * model's input, so that neither is there anything to decode or to resize.
   *
   * @param model of which the server says that it has made the embeddings
   * @param bytes about the size of an image
   * @param directory where a repository is made
   */
  List<Ceiling> ceilings(PreparedModel model, int bytes, Path directory)
      throws IOException, InterruptedException {
    int side = (int) Math.round(Math.sqrt((double) bytes / RGB));
    List<FaceImage> images = List.of(rawImage(side));
    Map<String, String> settings = settings(model.resized(side, directory));
    List<Ceiling> ceilings = new ArrayList<>();
    try (LoadedServer echo = start(ServerProcess.Kind.ECHO, Map.of(), images);
        LoadedServer idle = start(ServerProcess.Kind.IDLE_ENGINE, settings, images)) {
      for (CallKind kind : CallKind.values()) {
        warmUp(echo, kind);
        warmUp(idle, kind);
        List<Steady> echoes = new ArrayList<>();
        List<Steady> idles = new ArrayList<>();
        for (int round = 0; round < plan.times().rounds(); round++) {
          echoes.add(echo.closed(kind, plan.load().callers(), steady));
          idles.add(idle.closed(kind, plan.load().callers(), steady));
        }
        ceilings.add(new Ceiling(kind, RGB * side * side, echoes, idles));
        progress.say(
            "ceiling  %s  %.0f/s bare gRPC, %.0f/s server without engine",
            kind, Steady.median(echoes).achieved(), Steady.median(idles).achieved());
      }
    }
    return ceilings;
  }

  private static FaceImage rawImage(int side) {
    return FaceImage.newBuilder()
        .setRaw(
            RawImage.newBuilder()
                .setWidth(side)
                .setHeight(side)
                .setFormat(PixelFormat.PIXEL_FORMAT_RGB)
                .setPixels(ByteString.copyFrom(new byte[RGB * side * side])))
        .build();
  }

  /**
   * The server with a model: a lone caller, closed loop, then open loop.
   *
   * @param images and the engine: measured before
   */
  ModelResult measure(
      PreparedModel model, List<FaceImage> photos, List<Pace> images, EngineResult engine)
      throws IOException, InterruptedException {
    Map<CallKind, List<Steady>> closed = new EnumMap<>(CallKind.class);
    Map<CallKind, List<Steady>> open = new EnumMap<>(CallKind.class);
    try (LoadedServer server = start(ServerProcess.Kind.FACET, settings(model), photos)) {
      for (CallKind kind : CallKind.values()) {
        Steady warm = warmUp(server, kind);
        if (kind == CallKind.UNARY) {
          warmUpRefusals(server, warm.achieved());
        }
        closed.put(kind, new ArrayList<>());
      }
      Steady lone = server.closed(CallKind.UNARY, 1, steady);
      progress.say("%s  lone  p50 %.2f ms", model.name(), lone.answered().p50());
      for (int round = 0; round < plan.times().rounds(); round++) {
        for (Map.Entry<CallKind, List<Steady>> rounds : closed.entrySet()) {
          rounds.getValue().add(server.closed(rounds.getKey(), plan.load().callers(), steady));
        }
      }
      for (Map.Entry<CallKind, List<Steady>> rounds : closed.entrySet()) {
        double capacity = Steady.median(rounds.getValue()).achieved();
        progress.say("%s  closed  %s  %.1f faces/s", model.name(), rounds.getKey(), capacity);
        open.put(rounds.getKey(), open(server, model.name(), rounds.getKey(), capacity));
      }
      return new ModelResult(model.name(), engine, images, lone, closed, open);
    }
  }

  private List<Steady> open(LoadedServer server, String model, CallKind kind, double capacity)
      throws InterruptedException {
    List<Steady> loads = new ArrayList<>();
    List<Double> shares = plan.load().shares().stream().sorted(Comparator.naturalOrder()).toList();
    for (double share : shares) {
      Steady load =
          server.open(
              kind,
              share,
              share * capacity,
              plan.load().deadline(),
              times(kind, share, share * capacity),
              plan.seed() + 2L * loads.size());
      progress.say(
          "%s  open  %s  %.0f %%: %.1f of %.1f faces/s, p99 %.1f ms, %d failed",
          model,
          kind,
          100 * share,
          load.achieved(),
          load.offered(),
          load.answered().p99(),
          load.failures());
      loads.add(load);
    }
    return loads;
  }

  /**
   * Over the capacity the wait grows by what is offered too much, a second in 1 / (share - 1),
   * until it has come to the deadline. Where the capacity is a little more than it was in closed
   * loop, that takes longer. Streams have no deadline: their wait grows for ever.
   */
  private Times times(CallKind kind, double share, double perSecond) {
    Duration settling = plan.times().settling();
    Duration counting = counting(perSecond);
    if (share <= 1 || kind == CallKind.STREAM) {
      return new Times(settling, counting);
    }
    Duration full =
        Duration.ofNanos((long) (LONGEST * plan.load().deadline().toNanos() / (share - 1)));
    return new Times(settling, full.compareTo(settling) > 0 ? full : settling, counting);
  }

  private Duration counting(double perSecond) {
    Duration counting = plan.times().counting();
    Duration enough = Duration.ofNanos((long) (plan.times().requests() * 1e9 / perSecond));
    Duration most = counting.multipliedBy(LONGEST);
    return enough.compareTo(counting) < 0 ? counting : enough.compareTo(most) < 0 ? enough : most;
  }

  private Steady warmUp(LoadedServer server, CallKind kind)
      throws IOException, InterruptedException {
    return server.closed(kind, plan.load().callers(), warmUpTimes());
  }

  /** Refusing is code of its own, on both sides, that runs in no other load. */
  private void warmUpRefusals(LoadedServer server, double capacity) throws InterruptedException {
    double share = plan.load().shares().stream().max(Comparator.naturalOrder()).orElseThrow();
    if (share > 1) {
      var unused =
          server.open(
              CallKind.UNARY,
              share,
              share * capacity,
              plan.load().deadline(),
              warmUpTimes(),
              plan.seed());
    }
  }

  private Times warmUpTimes() {
    return new Times(Duration.ZERO, plan.times().warmUp().dividedBy(CallKind.values().length));
  }

  private LoadedServer start(
      ServerProcess.Kind kind, Map<String, String> settings, List<FaceImage> images)
      throws IOException {
    return LoadedServer.start(kind, settings, log, images, plan.load().connections());
  }

  private Map<String, String> settings(PreparedModel model) {
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("models.repository", model.repository().toString());
    return settings;
  }
}
