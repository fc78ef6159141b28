package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.load.Arrivals;
import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.OpenLoop;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.measure.MachineTime;
import dev.facet.benchmarks.measure.ProcessorTime;
import dev.facet.benchmarks.server.ServerProcess;
import dev.facet.v1.FaceImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/** A server of its own and the connections to it, under one load after another. Not thread-safe. */
final class LoadedServer implements AutoCloseable {

  /** What the last answers may take once nothing more is sent. */
  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final ServerProcess server;
  private final Connections connections;
  private final List<FaceImage> images;
  private final Timeline timeline = Timeline.ofSystem();

  private LoadedServer(ServerProcess server, Connections connections, List<FaceImage> images) {
    this.server = server;
    this.connections = connections;
    this.images = images;
  }

  /**
   * Starts a server.
   *
   * @param images that are sent
   * @param connections number of connections, and of streams, at least 1
   * @throws IOException if it does not start
   */
  static LoadedServer start(
      ServerProcess.Kind kind,
      Map<String, String> settings,
      Path log,
      List<FaceImage> images,
      int connections)
      throws IOException {
    ServerProcess server = ServerProcess.start(kind, settings, log);
    return new LoadedServer(server, new Connections(server.address(), connections), images);
  }

  /**
   * How long a load lasts.
   *
   * @param settling before it counts
   * @param mostSettling in open loop, until when it may settle on while no request has failed: an
   *     overload has not settled before
   * @param counting while it counts
   */
  record Times(Duration settling, Duration mostSettling, Duration counting) {

    /** That settles in a time that is known. */
    Times(Duration settling, Duration counting) {
      this(settling, settling, counting);
    }
  }

  /**
   * As fast as the server can.
   *
   * @param callers requests under way at any time
   * @throws IOException if a request did not get its embedding
   */
  Steady closed(CallKind kind, int callers, Times times) throws IOException, InterruptedException {
    Outcomes outcomes = new Outcomes(timeline::nanoTime);
    ClosedCallers load =
        new ClosedCallers(outcomes, timeline::nanoTime, answers -> sender(kind, BOUND, answers));
    load.start(callers);
    timeline.await(timeline.nanoTime() + times.settling().toNanos());
    Window window = new Window(Double.NaN, Double.NaN, outcomes);
    timeline.await(timeline.nanoTime() + times.counting().toNanos());
    window.end();
    load.stop();
    Steady steady = window.steady();
    load.end();
    if (steady.failures() > 0) {
      throw new IOException(
          "closed loop: %s, %d without an answer (expected: all OK)"
              .formatted(steady.counts(), steady.open()));
    }
    return steady;
  }

  /**
   * Requests at random times, whatever becomes of earlier ones.
   *
   * @param share of the capacity that it is
   * @param perSecond requests a second in the mean
   * @param deadline of a unary call
   */
  Steady open(
      CallKind kind, double share, double perSecond, Duration deadline, Times times, long seed)
      throws InterruptedException {
    Outcomes outcomes = new Outcomes(timeline::nanoTime);
    Sender sender = sender(kind, deadline, outcomes);
    send(
        new Arrivals(perSecond, seed),
        offset ->
            offset < times.settling().toNanos()
                || (offset < times.mostSettling().toNanos() && outcomes.failures() == 0),
        sender,
        outcomes);
    Window window = new Window(share, perSecond, outcomes);
    long end = timeline.nanoTime() + times.counting().toNanos();
    send(
        new Arrivals(perSecond, seed + 1),
        offset -> offset < times.counting().toNanos(),
        sender,
        outcomes);
    timeline.await(end);
    window.end();
    sender.end();
    return window.steady();
  }

  private void send(Arrivals arrivals, LongPredicate goesOn, Sender sender, Outcomes outcomes)
      throws InterruptedException {
    OpenLoop.run(
        arrivals,
        timeline,
        goesOn,
        intended -> {
          outcomes.sent();
          sender.send(intended);
        });
  }

  private Sender sender(CallKind kind, Duration deadline, Answers answers) {
    return switch (kind) {
      case UNARY -> new UnarySender(connections.streams(), images, deadline, answers);
      case STREAM -> new StreamSender(connections.streams(), images, answers);
    };
  }

  @Override
  public void close() throws IOException {
    connections.close();
    server.close();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / SECOND;
  }

  /** The time that counts; begins when it is made. */
  private final class Window {

    private final double share;
    private final double offered;
    private final Outcomes outcomes;
    private final Reading before;
    private Reading after;

    Window(double share, double offered, Outcomes outcomes) {
      this.share = share;
      this.offered = offered;
      this.outcomes = outcomes;
      before = reading();
      after = before;
      outcomes.countFrom(before.moment());
    }

    void end() {
      after = reading();
      outcomes.countUntil(after.moment());
    }

    private Reading reading() {
      return new Reading(
          seconds(server.processorTime()),
          seconds(ProcessorTime.now()),
          MachineTime.now(),
          outcomes.embeddings(),
          timeline.nanoTime());
    }

    /** Waits for the answers of the requests that were sent in this time. */
    Steady steady() throws InterruptedException {
      long open = outcomes.awaitAll(BOUND);
      double serverTook = after.server() - before.server();
      double clientTook = after.client() - before.client();
      return new Steady(
          share,
          offered,
          (after.moment() - before.moment()) / SECOND,
          after.embeddings() - before.embeddings(),
          outcomes.counts(),
          open,
          outcomes.answerTimes(),
          outcomes.refusalTimes(),
          serverTook,
          clientTook,
          // What is read one after the other may come out a tick too low.
          Math.max(0, after.machine() - before.machine() - serverTook - clientTook));
    }
  }

  private record Reading(
      double server, double client, double machine, long embeddings, long moment) {}
}
