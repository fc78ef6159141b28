package dev.facet.benchmarks.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.benchmarks.load.Ledger.Counts;
import dev.facet.benchmarks.swap.ReplyCheck.Findings;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SwapResultTest {

  private static final Counts COUNTS = new Counts(9, 9, 0, 0, 0, Map.of());
  private static final Findings FINDINGS = new Findings(0, 0, 1e-7);

  private static Phase phase(long micros, Counts counts, Findings findings) {
    Histogram latencies = new Histogram(3);
    latencies.recordValue(micros);
    return new Phase(
        1, counts, findings, latencies, List.of(new Activation(2, 1, 0.5, false)), List.of());
  }

  private static List<String> faults(Phase swapping, double mostRatio) {
    Phase quiet = phase(1_000, COUNTS, FINDINGS);
    return new SwapResult(10, 7, quiet, swapping, List.of(1.0), List.of(), 0, 0).faults(mostRatio);
  }

  @Test
  void cleanRun_hasNoFaults() {
    assertEquals(List.of(), faults(phase(1_900, COUNTS, FINDINGS), 2));
  }

  @Test
  void slowSwaps_areAFaultUnlessTheyAreNotJudged() {
    Phase slow = phase(2_100, COUNTS, FINDINGS);
    assertEquals(List.of("p99 swapping / quiet: 2.10 (expected: at most 2.00)"), faults(slow, 2));
    assertEquals(List.of(), faults(slow, 0));
  }

  @Test
  void noSwap_isAFault() {
    Phase none =
        new Phase(
            1, COUNTS, FINDINGS, phase(9, COUNTS, FINDINGS).latencies(), List.of(), List.of());
    assertEquals(List.of("swaps: none (expected: 1 or more)"), faults(none, 2));
  }

  static Stream<Phase> unclean() {
    return Stream.of(
        phase(1, new Counts(9, 8, 0, 0, 0, Map.of(Code.INTERNAL, 1L)), FINDINGS),
        phase(1, new Counts(9, 8, 1, 0, 0, Map.of()), FINDINGS),
        phase(1, new Counts(9, 9, 0, 1, 0, Map.of()), FINDINGS),
        phase(1, new Counts(9, 9, 0, 0, 1, Map.of()), FINDINGS),
        phase(1, COUNTS, new Findings(1, 0, 0)),
        phase(1, COUNTS, new Findings(0, 1, 0)));
  }

  @ParameterizedTest
  @MethodSource("unclean")
  void errorLostDoubleUnknownOrWrongReply_isAFault(Phase phase) {
    assertEquals(List.of("swapping: not every request got its embedding once"), faults(phase, 2));
    assertEquals(List.of("swapping: not every request got its embedding once"), faults(phase, 0));
  }
}
