package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ComputeThreadsTest {

  /** In proc(5), counted after the name in brackets, which may have blanks itself. */
  private static final int NICE_FIELD = 16;

  private static final int NICEST = 19;

  @ParameterizedTest
  @MethodSource("places")
  void whatComputes_givesWayToTheThreadsThatAnswer(Consumer<Runnable> place) {
    int own = niceness();
    CompletableFuture<Integer> seen = new CompletableFuture<>();
    place.accept(() -> seen.complete(niceness()));
    assertEquals(Math.min(NICEST, own + ComputeThreads.NICENESS), seen.join());
    assertEquals(own, niceness());
  }

  private static Stream<Named<Consumer<Runnable>>> places() {
    return Stream.of(
        Named.of("engine", task -> new KeptThreads().run("engine", task)),
        Named.of("preprocessing", ComputeThreadsTest::runInPool));
  }

  private static void runInPool(Runnable task) {
    Caller caller = Caller.withoutDeadline(Urgency.INTERACTIVE);
    try (FairPool pool = new FairPool("pool", 1, System::nanoTime, new RecordingListener())) {
      pool.submit(caller, Executors.callable(task, true)).join();
    }
  }

  @Test
  void compilers_areAsNiceAsWhatTheyCompile_howeverOftenTheyAreMadeSo() throws Exception {
    int process = niceness("self");
    ComputeThreads.includeCompilers();
    ComputeThreads.includeCompilers();
    List<Integer> compilers = ComputeThreads.compilers();
    assertFalse(compilers.isEmpty());
    for (int compiler : compilers) {
      assertEquals(
          Math.min(NICEST, process + ComputeThreads.NICENESS), niceness("self/task/" + compiler));
    }
  }

  private static int niceness() {
    return niceness("thread-self");
  }

  private static int niceness(String thread) {
    try {
      String stat = Files.readString(Path.of("/proc", thread, "stat"));
      return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[NICE_FIELD]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
