package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.swap.Activation;
import dev.facet.benchmarks.swap.ReplyCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was seen.
 *
 * @param capacity faces a second in closed loop; NaN if it was not measured
 * @param offered faces a second that were to be sent
 * @param time how long
 * @param accounts what was sent and what came of it
 * @param findings what the replies were
 * @param latencies of the regulars' answers
 * @param activations made meanwhile
 * @param rotations of certificate and token that were checked
 * @param failures why swaps or rotations ended early
 * @param samples in the order of time
 * @param end the metrics once all clients had gone
 */
public record SoakResult(
    double capacity,
    double offered,
    Duration time,
    List<Account> accounts,
    ReplyCheck.Findings findings,
    Percentiles latencies,
    List<Activation> activations,
    int rotations,
    List<String> failures,
    List<Sample> samples,
    Scrape end) {

  /** From here on a slope says something: in a shorter run it is noise. */
  static final Duration SHORTEST_TREND = Duration.ofMinutes(10);

  /** Requests of all accounts. */
  long sent() {
    return accounts.stream().mapToLong(account -> account.ledger().counts().sent()).sum();
  }

  /** Requests that were refused, since there was too much to do, as a part of all. */
  double refusedShare() {
    return accounts.stream().mapToLong(Account::refused).sum() / (double) Math.max(1, sent());
  }

  /** Whether the run was long enough to judge what grows. */
  boolean hasTrends() {
    return time.compareTo(SHORTEST_TREND) >= 0;
  }

  /**
   * What is not as it should be; empty if all is.
   *
   * @param mostRefused greatest {@link #refusedShare} that passes
   */
  public List<String> faults(double mostRefused) {
    List<String> faults = new ArrayList<>();
    accounts.forEach(account -> faults.addAll(account.faults()));
    if (findings.wrongVersions() + findings.wrongEmbeddings() > 0) {
      faults.add(
          "replies: %d wrong versions, %d wrong embeddings"
              .formatted(findings.wrongVersions(), findings.wrongEmbeddings()));
    }
    if (refusedShare() > mostRefused) {
      faults.add(
          String.format(
              Locale.ROOT,
              "refused: %.2f %% (expected: at most %.2f %%)",
              100 * refusedShare(),
              100 * mostRefused));
    }
    faults.addAll(failures);
    if (activations.isEmpty()) {
      faults.add("swaps: none (expected: 1 or more)");
    }
    if (rotations == 0) {
      faults.add("rotations: none (expected: 1 or more)");
    }
    addLeft(faults);
    if (hasTrends()) {
      for (Growth growth : Growth.ALL) {
        growth.fault(samples).ifPresent(faults::add);
      }
    }
    return faults;
  }

  private void addLeft(List<String> faults) {
    addUnless(0, end.sum("facet_admitted"), "faces admitted and never answered", faults);
    addUnless(0, end.sum("facet_calls"), "calls left", faults);
    addUnless(1, end.sum("facet_loaded_versions"), "versions left", faults);
    addUnless(0, end.internalErrors(), "internal errors", faults);
    addUnless(0, end.sum("facet_inference_failed_total"), "batches that failed", faults);
    addUnless(0, end.sum("facet_preprocess_failed_total"), "images that failed", faults);
    addUnless(0, end.sum("facet_swaps_total", "outcome=\"failed\""), "failed swaps", faults);
  }

  private static void addUnless(double expected, double seen, String what, List<String> faults) {
    if (seen != expected) {
      faults.add(String.format(Locale.ROOT, "%s: %.0f (expected: %.0f)", what, seen, expected));
    }
  }
}
