package dev.facet.benchmarks.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.benchmarks.measure.Pace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelResultTest {

  /** 1 ms an image and 3 ms in the engine; 4,000 faces in 10 s, of which a client takes 1 ms. */
  private static ModelResult model(List<Steady> open) {
    return new ModelResult(
        "model",
        Loads.engine(100, 500, 0.003),
        List.of(new Pace(1500, 0.0012), new Pace(1800, 0.001), new Pace(1900, 0.0009)),
        Loads.answered(Double.NaN, 1000, 10, 5, 1),
        Map.of(
            CallKind.UNARY,
            List.of(
                Loads.answered(Double.NaN, 4100, 160, 17, 4.1),
                Loads.answered(Double.NaN, 4000, 160, 16, 4),
                Loads.answered(Double.NaN, 3000, 160, 16, 4))),
        Map.of(CallKind.UNARY, open));
  }

  @Test
  void bareCost_isThatOfTheMedianRoundsOfImagesAndEngine() {
    assertEquals(0.004, model(List.of()).bareEach(), 1e-12);
    assertEquals(5, model(List.of()).engine().ratio(), 1e-12);
  }

  @Test
  void possibleRate_countsTheClientToo() {
    // 2 cores / (4 ms + 4 s / 4,000)
    assertEquals(400, model(List.of()).possible(CallKind.UNARY, 2), 1e-9);
    assertEquals(400, model(List.of()).closed(CallKind.UNARY).achieved(), 1e-9);
  }

  @Test
  void peak_isOfAnyLoad() {
    assertEquals(400, model(List.of()).peak(CallKind.UNARY), 1e-9);
    assertEquals(
        420, model(List.of(Loads.answered(1, 4200, 200, 16, 4))).peak(CallKind.UNARY), 1e-9);
  }

  @Test
  void boundedRate_endsBeforeTheFirstLoadThatWaitsTooLong() {
    ModelResult model =
        model(
            List.of(
                Loads.answered(0.5, 2000, 20, 8, 2),
                Loads.answered(0.75, 3000, 40, 12, 3),
                Loads.answered(0.9, 3600, 40.1, 14, 4),
                Loads.answered(1, 4000, 30, 16, 4)));
    assertEquals(300, model.bounded(CallKind.UNARY, 4), 1e-9);
    assertEquals(0, model.bounded(CallKind.UNARY, 1), 1e-9);
    assertEquals(0, model.bounded(CallKind.STREAM, 4), 1e-9);
  }

  @Test
  void boundedRate_hasNoFailures() {
    assertEquals(0, model(List.of(Loads.overloaded(4000, 1, 1, 0))).bounded(CallKind.UNARY, 100));
  }

  @Test
  void closedRound_isTheMedianOne() {
    Steady least = Loads.answered(Double.NaN, 10, 1, 1, 1);
    Steady middle = Loads.answered(Double.NaN, 20, 1, 1, 1);
    Steady greatest = Loads.answered(Double.NaN, 30, 1, 1, 1);
    assertEquals(middle, Steady.median(List.of(greatest, least, middle)));
    assertEquals(least, Steady.median(List.of(greatest, least)));
  }

  @Test
  void ceilingRatio_isTheMedianOfTheRounds() {
    Ceiling ceiling =
        new Ceiling(
            CallKind.STREAM,
            300,
            List.of(
                Loads.answered(Double.NaN, 1000, 1, 1, 1),
                Loads.answered(Double.NaN, 2000, 1, 1, 1),
                Loads.answered(Double.NaN, 1000, 1, 1, 1)),
            List.of(
                Loads.answered(Double.NaN, 900, 1, 1, 1),
                Loads.answered(Double.NaN, 1500, 1, 1, 1),
                Loads.answered(Double.NaN, 100, 1, 1, 1)));
    assertEquals(List.of(0.9, 0.75, 0.1), ceiling.ratios());
    assertEquals(0.75, ceiling.ratio());
  }

  @Test
  void failures_areAllThatWasNotAnswered() {
    Steady load = Loads.overloaded(400, 30, 2, 7);
    assertEquals(37, load.failures());
    assertTrue(Double.isNaN(Loads.answered(1, 1, 1, 1, 1).refused().p99()));
  }
}
