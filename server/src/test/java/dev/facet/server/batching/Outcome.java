package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Reads how a future ended; a future that does not end within ten seconds fails the test. */
final class Outcome {
  private Outcome() {}

  static <T> T result(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  static Throwable failure(CompletableFuture<?> future) {
    return Objects.requireNonNull(
        assertThrows(ExecutionException.class, () -> result(future)).getCause());
  }
}
