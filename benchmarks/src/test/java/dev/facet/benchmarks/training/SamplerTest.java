package dev.facet.benchmarks.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private long now;
  private final Sampler sampler = new Sampler(10, Duration.ofSeconds(1), () -> now);

  private void stepAfter(double seconds) {
    now += (long) (seconds * 1e9);
    sampler.step(0.25);
  }

  @Test
  void stepsOfAnInterval_giveOneSampleWithTheirSpeed() {
    stepAfter(0.5);
    stepAfter(0.75);
    stepAfter(2.0);
    List<Sample> samples = sampler.samples();
    assertEquals(2, samples.size());
    assertEquals(1.25, samples.get(0).seconds(), 1e-9);
    assertEquals(2, samples.get(0).steps());
    assertEquals(2 * 10 / 1.25, samples.get(0).facesPerSecond(), 1e-9);
    assertEquals(3, samples.get(1).steps());
    assertEquals(10 / 2.0, samples.get(1).facesPerSecond(), 1e-9);
  }

  @Test
  void otherWork_isCountedByItselfAndFromItsBeginOn() {
    stepAfter(1.0);
    now += 7_000_000_000L;
    sampler.begin(Work.BARE);
    stepAfter(2.0);
    Sample sample = sampler.samples().get(1);
    assertEquals(Work.BARE, sample.work());
    assertEquals(1, sample.steps());
    assertEquals(10 / 2.0, sample.facesPerSecond(), 1e-9);
  }
}
