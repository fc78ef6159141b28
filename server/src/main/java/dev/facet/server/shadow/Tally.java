package dev.facet.server.shadow;

import dev.facet.server.telemetry.ShadowMetrics;
import java.time.Duration;

/**
 * Counts what becomes of a shadow's faces, for its report and for the meters. Thread-safe: its
 * monitor is a leaf.
 */
final class Tally {

  private final ShadowMetrics metrics;
  private long compared;
  private double sumOfCosines;
  private double leastCosine = 1;
  private Duration inference = Duration.ZERO;
  private long failed;
  private long skipped;

  Tally(ShadowMetrics metrics) {
    this.metrics = metrics;
  }

  /** A face was embedded, and its embedding lies that near to the live version's. */
  void compared(double cosine, Duration queued, Duration elapsed) {
    synchronized (this) {
      compared++;
      sumOfCosines += cosine;
      leastCosine = Math.min(leastCosine, cosine);
      inference = inference.plus(elapsed);
    }
    metrics.compared(cosine, queued, elapsed);
  }

  /** A face could not be embedded. */
  void failed() {
    synchronized (this) {
      failed++;
    }
    metrics.failed();
  }

  /** A face was left out. */
  void skipped() {
    synchronized (this) {
      skipped++;
    }
    metrics.skipped();
  }

  /** All counts of one moment. */
  synchronized ShadowReport report() {
    return compared == 0
        ? new ShadowReport(0, 0, 0, failed, skipped, Duration.ZERO)
        : new ShadowReport(
            compared,
            sumOfCosines / compared,
            leastCosine,
            failed,
            skipped,
            inference.dividedBy(compared));
  }
}
