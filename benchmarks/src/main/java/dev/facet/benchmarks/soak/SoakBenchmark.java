package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.ClosedLoop;
import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.Latencies;
import dev.facet.benchmarks.load.Photos;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.load.Traffic;
import dev.facet.benchmarks.server.ServerProcess;
import dev.facet.benchmarks.swap.Reference;
import dev.facet.benchmarks.swap.ReplyCheck;
import dev.facet.benchmarks.swap.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A server under load of all kinds while its versions, certificate and tokens are replaced. */
public final class SoakBenchmark {

  /** What the last answers may take once nothing more is sent. */
  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final int IMAGES = 16;
  private static final double UNARY_SHARE = 0.4;

  private final SoakPlan plan;
  private final Path directory;
  private final Path log;
  private final Consumer<String> progress;
  private final Timeline timeline = Timeline.ofSystem();

  /**
   * A benchmark.
   *
   * @param directory empty; holds the repository, certificates and tokens
   * @param log the file to which the server's messages go
   * @param progress takes a line now and then
   */
  public SoakBenchmark(SoakPlan plan, Path directory, Path log, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory;
    this.log = log;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws IOException if a model or an image cannot be used, the server does not start or ends,
   *     or requests fail before the load begins
   */
  public SoakResult run() throws IOException, InterruptedException {
    List<byte[]> files = Pictures.of(Photos.files(plan.images(), IMAGES, plan.seed()));
    Path repository = Files.createDirectory(directory.resolve("models"));
    Versions versions =
        Versions.publish(repository, plan.versions().model(), plan.versions().other(), plan.seed());
    List<Reference> references =
        List.of(
            Reference.of(1, versions.first(), files), Reference.of(2, versions.second(), files));
    Authority authority = Authority.in(directory);
    Rotation rotation = new Rotation(authority, directory, timeline);
    try (ServerProcess server = ServerProcess.start(settings(repository, rotation), log)) {
      Access access = new Access(server.address(), authority, rotation.firstToken());
      Scrape.Source metrics = Scrape.Source.of(server.httpAddress(), authority.sslContext());
      Traffic.Mix mix =
          new Traffic.Mix(files.stream().map(Photos::image).toList(), UNARY_SHARE, plan.seed());
      double capacity = capacity(access, mix);
      double offered = plan.rate().fixed().orElse(plan.rate().share() * capacity);
      ReplyCheck check = new ReplyCheck(references);
      try (Clients clients =
          new Clients(access, mix, files.get(0), plan.streams(), check, timeline)) {
        Watch watch = new Watch(server, metrics, clients, timeline);
        Soak soak = new Soak(plan, access, clients, rotation, watch, timeline, progress);
        return soak.run(capacity, offered, check);
      }
    }
  }

  /** Faces a second in closed loop; NaN where it is not asked for. */
  private double capacity(Access access, Traffic.Mix mix) throws IOException, InterruptedException {
    say("warm-up  %.1f faces/s", closed(access, mix, plan.times().warmUp()));
    if (plan.rate().fixed().isPresent()) {
      return Double.NaN;
    }
    double capacity = closed(access, mix, plan.times().capacity());
    say("capacity  %.1f faces/s", capacity);
    return capacity;
  }

  private double closed(Access access, Traffic.Mix mix, Duration time)
      throws IOException, InterruptedException {
    Account account = Account.served("closed loop");
    try (Connections connections =
        new Connections(access::connect, plan.streams(), plan.streams())) {
      Traffic traffic =
          new Traffic(connections, mix, account.ledger(), new Latencies(), reply -> {}, timeline);
      double perSecond =
          ClosedLoop.perSecond(
              plan.rate().inFlight(), time, account.ledger(), timeline, traffic::send);
      traffic.end(BOUND);
      if (!account.faults().isEmpty() || account.refused() > 0) {
        throw new IOException("not every request got its embedding once: " + account.faults());
      }
      return perSecond;
    }
  }

  private Map<String, String> settings(Path repository, Rotation rotation) {
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("models.repository", repository.toString());
    settings.put("models.activation", "true");
    settings.put("tls.certificate", rotation.certificate().toString());
    settings.put("tls.key", rotation.key().toString());
    settings.put("auth.tokens", rotation.tokens().toString());
    settings.put("http.enabled", "true");
    settings.put("http.port", "0");
    settings.put("limits.max-image-bytes", Integer.toString(BadInput.MOST_BYTES));
    return settings;
  }

  private void say(String format, Object... values) {
    progress.accept(String.format(Locale.ROOT, format, values));
  }
}
