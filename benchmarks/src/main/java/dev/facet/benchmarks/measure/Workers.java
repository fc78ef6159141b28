package dev.facet.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that repeat a piece of work. They are the same ones each time, since the engine keeps
 * memory for every thread that ever used it. Not thread-safe.
 */
public final class Workers implements AutoCloseable {

  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final ExecutorService threads;

  /**
   * Threads that wait for work.
   *
   * @param most number of threads
   */
  public Workers(int most) {
    threads =
        Executors.newFixedThreadPool(
            most,
            task -> {
              Thread thread = new Thread(task, "bench-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A piece of work. */
  public interface Work {

    /**
     * Does it.
     *
     * @param turn how often the thread has done it before
     * @return items that it had
     */
    int run(int turn) throws Exception;
  }

  private record Done(long items, long nanos) {
    private double perSecond() {
      return items * SECOND / nanos;
    }
  }

  /**
   * Repeats it for some time, each thread at least once.
   *
   * @param count number of threads, at most that of all
   */
  public Pace repeat(int count, Duration time, Work work) throws InterruptedException {
    Duration before = ProcessorTime.now();
    List<Future<Done>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Callable<Done> loop = () -> loop(time, work);
      running.add(threads.submit(loop));
    }
    double perSecond = 0;
    long items = 0;
    for (Future<Done> each : running) {
      Done done = result(each);
      // Each by its own time: the last one to end would else count as the time of all.
      perSecond += done.perSecond();
      items += done.items();
    }
    return new Pace(perSecond, ProcessorTime.now().minus(before).toNanos() / SECOND / items);
  }

  private static Done loop(Duration time, Work work) throws Exception {
    long begin = System.nanoTime();
    long items = 0;
    long nanos;
    int turn = 0;
    do {
      items += work.run(turn++);
      nanos = System.nanoTime() - begin;
    } while (nanos < time.toNanos());
    return new Done(items, nanos);
  }

  private static Done result(Future<Done> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
