package dev.facet.benchmarks.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.benchmarks.measure.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  /** Bare 4 ms a face on 2 cores; capacity 400 faces/s, of which the client takes 1 ms each. */
  private static List<Claim> claims(String name, Steady... unary) {
    Steady closed = Loads.answered(Double.NaN, 3400, 160, 17, 3.4);
    ModelResult model =
        new ModelResult(
            name,
            Loads.engine(110, 500, 0.003),
            List.of(new Pace(1800, 0.001)),
            Loads.answered(Double.NaN, 1000, 10, 5, 1),
            Map.of(CallKind.UNARY, List.of(closed), CallKind.STREAM, List.of(closed)),
            Map.of(CallKind.UNARY, List.of(unary)));
    Ceiling ceiling =
        new Ceiling(
            CallKind.UNARY,
            300,
            List.of(Loads.answered(Double.NaN, 1000, 1, 1, 1)),
            List.of(Loads.answered(Double.NaN, 690, 1, 1, 1)));
    return Claims.of(
        new ThroughputResult(2, 300, Duration.ofSeconds(1), List.of(ceiling), List.of(model)));
  }

  private static boolean has(List<Claim> claims, String text) {
    return claims.stream().anyMatch(each -> each.text().equals(text));
  }

  private static void check(List<Claim> claims, String text, double figure, boolean reached) {
    Claim claim =
        claims.stream().filter(each -> each.text().equals(text)).findFirst().orElseThrow();
    assertEquals(figure, claim.figure(), 1e-9);
    assertEquals(reached, claim.reached());
  }

  @Test
  void ofModelsWithoutLoads_speedsAreClaimed() {
    List<Claim> claims = claims("mobileface-v2");
    check(claims, "unary: without engine / bare gRPC", 0.69, false);
    check(claims, "mobileface-v2: tuned / untuned", 500 / 110.0, true);
    // 340 faces/s of the 400 that 2 cores / (4 ms + 1 ms) allow.
    check(claims, "mobileface-v2 unary: closed loop / possible", 0.85, true);
    check(claims, "mobileface-v2 stream: closed loop / possible", 0.85, true);
    assertEquals(4, claims.size());
  }

  @Test
  void ofAnUnknownModel_noGainIsClaimed() {
    assertFalse(has(claims("own"), "own: tuned / untuned"));
  }

  @Test
  void atSteadyLoad_theServersCostIsClaimed() {
    // 15.6 s of processors for 3,000 faces: 5.2 ms of the bare 4 ms.
    List<Claim> claims = claims("own", Loads.answered(0.75, 3000, 30, 15.6, 3));
    check(claims, "own unary at 75 %: CPU of server / bare", 1.3, false);
  }

  @Test
  void atHalfLoad_theWaitIsClaimed() {
    List<Claim> claims = claims("own", Loads.answered(0.5, 2000, 40, 8, 2));
    check(claims, "own unary at 50 %: p99 / lone p99", 4, true);
  }

  @Test
  void overCapacity_refusalsPeakAndDeadlinesAreClaimed() {
    List<Claim> claims = claims("own", Loads.overloaded(3230, 700, 10.5, 3));
    check(claims, "own unary at 120 %: p99 of refusals in ms", 10.5, false);
    check(claims, "own unary at 120 %: achieved / peak", 0.95, true);
    check(claims, "own unary at 120 %: admitted and expired", 3, false);
  }

  @Test
  void withoutRefusals_theirTimeIsNotClaimed() {
    List<Claim> claims = claims("own", Loads.answered(1.2, 3400, 100, 15, 3));
    assertFalse(has(claims, "own unary at 120 %: p99 of refusals in ms"));
    assertTrue(has(claims, "own unary at 120 %: achieved / peak"));
  }

  @Test
  void unmeasuredFigure_isMissed() {
    assertFalse(Claim.atMost("figure", Double.NaN, 1).reached());
    assertFalse(Claim.atLeast("figure", Double.NaN, 1).reached());
  }
}
