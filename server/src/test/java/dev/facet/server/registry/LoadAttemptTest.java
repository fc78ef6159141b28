package dev.facet.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.engine.LoadStage;
import dev.facet.server.batching.KeptThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LoadAttemptTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<String> events = new CopyOnWriteArrayList<>();

  @Test
  void givenUpWhileItTellsOfAStage_itTellsOfNoneAfterwards() throws Exception {
    CountDownLatch telling = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    LoadAttempt attempt =
        LoadAttempt.begin(
            new KeptThreads(),
            "facet-load-test",
            progress -> {
              progress.began(LoadStage.CHECKING);
              throw new CancellationException("the test's load has no more stages");
            },
            stage -> {
              telling.countDown();
              await(told);
              events.add(stage.name());
            });
    telling.await();
    Thread givingUp =
        new Thread(
            () -> {
              attempt.giveUp();
              events.add("given up");
            });
    givingUp.start();
    spinWhile(() -> givingUp.getState() != Thread.State.BLOCKED && givingUp.isAlive());
    told.countDown();
    givingUp.join();

    assertEquals(List.of("CHECKING", "given up"), events);
  }

  @Test
  void tooLong_itIsGivenUp_andEndsAtItsNextStage() throws Exception {
    CountDownLatch checking = new CountDownLatch(1);
    CountDownLatch late = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    LoadAttempt attempt =
        LoadAttempt.begin(
            new KeptThreads(),
            "facet-load-test",
            progress -> {
              progress.began(LoadStage.CHECKING);
              checking.countDown();
              await(late);
              try {
                progress.began(LoadStage.COMPILING);
                throw new AssertionError("the load goes on");
              } finally {
                ended.countDown();
              }
            },
            stage -> events.add(stage.name()));
    checking.await();

    assertThrows(TimeoutException.class, () -> attempt.await(Duration.ofMillis(1)));
    late.countDown();
    ended.await();

    assertEquals(List.of("CHECKING"), events);
  }

  @Test
  void errorOfTheEngine_isAFailureOfTheLoad_notOfTheThread() {
    LoadAttempt attempt =
        LoadAttempt.begin(
            new KeptThreads(),
            "facet-load-test",
            progress -> {
              throw new OutOfMemoryError("as the engine throws it");
            },
            stage -> events.add(stage.name()));

    ExecutionException failed = assertThrows(ExecutionException.class, () -> attempt.await(LONG));

    assertInstanceOf(OutOfMemoryError.class, failed.getCause());
  }

  @Test
  void failureInTheMomentOfTheTimeout_isAFailure() throws Exception {
    CompletableFuture<Thread> loading = new CompletableFuture<>();
    CountDownLatch fail = new CountDownLatch(1);
    LoadAttempt attempt =
        LoadAttempt.begin(
            new KeptThreads(),
            "facet-load-test",
            progress -> {
              loading.complete(Thread.currentThread());
              await(fail);
              throw new IOException("damaged");
            },
            stage -> events.add(stage.name()));
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () ->
                outcome.complete(
                    assertThrows(Exception.class, () -> attempt.await(Duration.ofMillis(1)))));
    Thread load = loading.get();
    // Whoever holds the monitor keeps the attempt from being given up.
    synchronized (attempt) {
      waiting.start();
      spinWhile(() -> waiting.getState() != Thread.State.BLOCKED && waiting.isAlive());
      fail.countDown();
      spinWhile(() -> load.getName().equals("facet-load-test"));
    }

    assertInstanceOf(ExecutionException.class, outcome.get());
  }

  private static void spinWhile(BooleanSupplier condition) {
    while (condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
