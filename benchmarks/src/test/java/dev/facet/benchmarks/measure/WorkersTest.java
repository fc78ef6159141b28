package dev.facet.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void threads_workAtOnceAndAreTheSameNextTime() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Workers workers = new Workers(2)) {
      for (int time = 0; time < 3; time++) {
        CountDownLatch together = new CountDownLatch(2);
        Pace pace =
            workers.repeat(
                2,
                Duration.ZERO,
                turn -> {
                  threads.add(Thread.currentThread());
                  together.countDown();
                  together.await();
                  return 16;
                });
        assertTrue(pace.perSecond() > 0);
      }
    }
    assertEquals(2, threads.size());
  }

  @Test
  void failure_endsTheMeasurement() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.repeat(
                      1,
                      Duration.ZERO,
                      turn -> {
                        throw new IOException("no photo");
                      }));
      assertTrue(String.valueOf(failure.getCause()).endsWith("no photo"), failure.toString());
    }
  }

  @Test
  void pace_isTheMedianRounds() {
    Pace slow = new Pace(1, 9);
    Pace middle = new Pace(2, 3);
    Pace fast = new Pace(3, 1);
    assertEquals(middle, Pace.median(List.of(fast, slow, middle)));
  }
}
