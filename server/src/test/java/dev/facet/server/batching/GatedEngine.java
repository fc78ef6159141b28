package dev.facet.server.batching;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Doubles numbers, but holds every batch until the test lets it go. */
final class GatedEngine implements BatchFunction<Integer, Integer> {
  private final BlockingQueue<List<Integer>> begun = new LinkedBlockingQueue<>();
  private final Semaphore gate = new Semaphore(0);

  @Override
  public List<Integer> apply(List<Integer> batch) throws InterruptedException {
    begun.add(batch);
    gate.acquire();
    return batch.stream().map(value -> 2 * value).toList();
  }

  /** Returns the batch that began next, waiting for it. */
  List<Integer> nextBatch() throws Exception {
    List<Integer> batch = begun.poll(10, TimeUnit.SECONDS);
    if (batch == null) {
      throw new TimeoutException("no batch began");
    }
    return batch;
  }

  boolean isIdle() {
    return begun.isEmpty();
  }

  void letOneGo() {
    gate.release();
  }

  void letAllGo() {
    gate.release(Integer.MAX_VALUE / 2);
  }
}
