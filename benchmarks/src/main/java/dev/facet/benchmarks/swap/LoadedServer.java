package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.load.Arrivals;
import dev.facet.benchmarks.load.ClosedLoop;
import dev.facet.benchmarks.load.Connections;
import dev.facet.benchmarks.load.OpenLoop;
import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.load.Timeline;
import dev.facet.benchmarks.load.Traffic;
import dev.facet.benchmarks.measure.ProcessStatus;
import dev.facet.benchmarks.server.ServerProcess;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongPredicate;

/** A server under load, phase after phase. Used by one thread. */
final class LoadedServer {

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final ServerProcess server;
  private final Connections connections;
  private final Traffic.Mix mix;
  private final List<Reference> references;
  private final Swapper swapper;
  private final Timeline timeline;
  private final Duration sampling;
  private final long begin;
  private final List<Sample> samples = new ArrayList<>();
  private int swaps;

  /**
   * Measuring begins now.
   *
   * @param sampling from one sample to the next
   */
  LoadedServer(
      ServerProcess server,
      Connections connections,
      Traffic.Mix mix,
      List<Reference> references,
      Swapper swapper,
      Timeline timeline,
      Duration sampling) {
    this.server = server;
    this.connections = connections;
    this.mix = mix;
    this.references = references;
    this.swapper = swapper;
    this.timeline = timeline;
    this.sampling = sampling;
    this.begin = timeline.nanoTime();
  }

  /** All samples up to now. */
  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /**
   * What the server can do.
   *
   * @return faces a second with so many under way
   * @throws IOException if a request did not get its embedding once
   */
  double capacity(int inFlight, Duration time) throws IOException, InterruptedException {
    Load load = load();
    double perSecond = ClosedLoop.perSecond(inFlight, time, load.ledger(), timeline, load::send);
    Phase phase = load.end(List.of(), List.of());
    if (!phase.clean()) {
      throw new IOException(
          "closed loop: not every request got its embedding once: "
              + phase.counts()
              + " "
              + phase.findings());
    }
    return perSecond;
  }

  /** Load for some time, and nothing else. */
  Phase quiet(Arrivals arrivals, Duration time) throws IOException, InterruptedException {
    Load load = load();
    try (Background background = new Background()) {
      LongPredicate goesOn = nanos -> nanos < time.toNanos();
      Future<?> sending =
          background.start(() -> OpenLoop.run(arrivals, timeline, goesOn, load::send));
      sampleUntil(sending, load, false, List.of());
      return load.end(List.of(), List.of());
    }
  }

  /** Load while versions are swapped, as long as the plan says. */
  Phase swapping(Arrivals arrivals, Swapper.Plan plan) throws IOException, InterruptedException {
    Load load = load();
    double began = secondsSinceBegin();
    List<Activation> activations = new CopyOnWriteArrayList<>();
    try (Background background = new Background()) {
      Future<?> swapping = background.start(() -> swapper.run(plan, activations));
      LongPredicate goesOn =
          nanos -> plan.swaps().isPresent() ? !swapping.isDone() : nanos < plan.time().toNanos();
      Future<?> sending =
          background.start(() -> OpenLoop.run(arrivals, timeline, goesOn, load::send));
      sampleUntil(sending, load, true, activations);
      List<String> refusals = refusals(swapping);
      swaps += activations.size();
      return load.end(activations.stream().map(each -> each.after(began)).toList(), refusals);
    }
  }

  private Load load() {
    return new Load(connections, mix, references, timeline);
  }

  private double secondsSinceBegin() {
    return (timeline.nanoTime() - begin) / SECOND;
  }

  private void sampleUntil(
      Future<?> sending, Load load, boolean swapping, List<Activation> activations)
      throws IOException, InterruptedException {
    sample(load, swapping, activations);
    while (!Background.ended(sending, sampling)) {
      sample(load, swapping, activations);
    }
  }

  private void sample(Load load, boolean swapping, List<Activation> activations)
      throws IOException {
    samples.add(
        new Sample(
            secondsSinceBegin(),
            swapping,
            swaps + activations.size(),
            Percentiles.of(load.latencies().latest()),
            ProcessStatus.of(server.pid()),
            server.heapAfterCollection()));
  }

  /** Waits for an activation that is under way. */
  private static List<String> refusals(Future<?> swapping) throws InterruptedException {
    try {
      swapping.get();
      return List.of();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException refusal) {
        return List.of(String.valueOf(refusal.getMessage()));
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
