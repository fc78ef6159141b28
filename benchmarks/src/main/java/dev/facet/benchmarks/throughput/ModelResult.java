package dev.facet.benchmarks.throughput;

import dev.facet.benchmarks.measure.Pace;
import java.util.List;
import java.util.Map;

/**
 * What was measured of a model.
 *
 * @param name of the model
 * @param engine the bare engine
 * @param images decoding and preprocessing alone; items are photos
 * @param lone one unary call at a time
 * @param closed rounds in closed loop
 * @param open loads in open loop, in the order of what they offer
 */
record ModelResult(
    String name,
    EngineResult engine,
    List<Pace> images,
    Steady lone,
    Map<CallKind, List<Steady>> closed,
    Map<CallKind, List<Steady>> open) {

  Pace imagePace() {
    return Pace.median(images);
  }

  Steady closed(CallKind kind) {
    return Steady.median(closed.getOrDefault(kind, List.of()));
  }

  List<Steady> open(CallKind kind) {
    return open.getOrDefault(kind, List.of());
  }

  /** Processor seconds that a face takes at least: decoding, preprocessing and the tuned engine. */
  double bareEach() {
    return imagePace().processorEach() + engine.tuned().pace().processorEach();
  }

  /**
   * Faces a second that are possible at most in closed loop.
   *
   * @param cores number of processors that the server and this client share
   */
  double possible(CallKind kind, int cores) {
    return cores / (bareEach() + closed(kind).clientEach());
  }

  /**
   * Faces a second at a bounded wait: what was achieved at the greatest load up to which the 99th
   * percentile stays within some lone requests', and all that was sent was answered.
   *
   * @param timesLone how many lone requests' p99 it may be
   * @return 0 if there is no such load
   */
  double bounded(CallKind kind, double timesLone) {
    double achieved = 0;
    for (Steady load : open(kind)) {
      if (load.failures() > 0 || !(load.answered().p99() <= timesLone * lone.answered().p99())) {
        break;
      }
      achieved = load.achieved();
    }
    return achieved;
  }

  /** The most that was achieved, at any load. */
  double peak(CallKind kind) {
    return Math.max(
        closed(kind).achieved(), open(kind).stream().mapToDouble(Steady::achieved).max().orElse(0));
  }
}
