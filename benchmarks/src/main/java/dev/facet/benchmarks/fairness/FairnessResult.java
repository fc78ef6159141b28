package dev.facet.benchmarks.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What was measured.
 *
 * @param capacity faces a second in closed loop; NaN if it was not measured
 * @param perSecond faces a second that the polite caller was to ask for
 * @param outcomes of each situation
 */
public record FairnessResult(double capacity, double perSecond, Map<Situation, Outcome> outcomes) {

  private static final double MIB = 1 << 20;

  Outcome of(Situation situation) {
    return Objects.requireNonNull(outcomes.get(situation));
  }

  /** The polite caller's p99 in a situation over that alone; NaN where it had no answers. */
  double ratio(Situation situation) {
    return of(situation).percentiles().p99() / of(Situation.ALONE).percentiles().p99();
  }

  /**
   * What is not as it should be; empty if all is.
   *
   * @param most greatest of what passes
   */
  public List<String> faults(Bounds most) {
    List<String> faults = new ArrayList<>();
    for (Situation situation : Situation.values()) {
      Outcome outcome = of(situation);
      if (outcome.failures() > 0) {
        faults.add(situation.title() + ": the polite caller had errors: " + outcome.polite());
      }
      double p99 = outcome.percentiles().p99();
      if (most.p99Millis() > 0 && !(p99 <= most.p99Millis())) {
        faults.add(
            fault("%s: p99 %.1f ms (expected: at most %.1f)", situation, p99, most.p99Millis()));
      }
    }
    Outcome unread = of(Situation.SLOW_READER);
    if (unread.beside().sent() > 0) {
      faults.add(
          Situation.SLOW_READER.title()
              + ": "
              + unread.beside().sent()
              + " faces were taken from it after "
              + unread.settling().sent()
              + " (expected: none)");
    }
    double grown = (unread.during().heap() - unread.before().heap()) / MIB;
    if (most.heapMib() > 0 && !(grown <= most.heapMib())) {
      faults.add(
          fault(
              "%s: heap grew by %.1f MiB (expected: at most %.1f)",
              Situation.SLOW_READER, grown, most.heapMib()));
    }
    return faults;
  }

  private static String fault(String format, Situation situation, double value, double most) {
    return String.format(Locale.ROOT, format, situation.title(), value, most);
  }

  /**
   * What passes.
   *
   * @param p99Millis greatest p99 of the polite caller in any situation, in milliseconds; 0: any
   * @param heapMib most that a client which never reads may add to the server's heap; 0: any
   */
  public record Bounds(double p99Millis, double heapMib) {}
}
