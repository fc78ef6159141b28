package dev.facet.server.batching;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that compute. On Linux they are nice to all others: the threads that read and answer
 * connections need a processor for microseconds, and get one at once, however many faces are being
 * computed. Elsewhere a thread cannot be nice by itself, and these are not.
 */
public final class ComputeThreads {

  /**
   * Added to the niceness of the process: a third of the share of a thread that is not nice. Under
   * a flood of requests that must be refused the rest still computes.
   */
  static final int NICENESS = 5;

  private static final Logger log = LoggerFactory.getLogger(ComputeThreads.class);

  /** What Linux calls a thread's number where niceness is asked for. */
  private static final int PRIO_PROCESS = 0;

  private ComputeThreads() {}

  /**
   * Makes a thread that computes, a daemon: it does not keep a process alive that forgot it.
   *
   * @param task what it runs once it is started
   */
  static Thread create(String name, Runnable task) {
    Thread thread =
        new Thread(
            () -> {
              if (Platform.isLinux()) {
                call("nice", NICENESS);
              }
              task.run();
            },
            name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Makes the JVM's compilers as nice as the threads whose code they compile; otherwise they would
   * come before these, for the first minutes of a server's life. Those that the JVM adds later are
   * as nice as the ones there are. Does nothing the second time.
   */
  public static void includeCompilers() {
    if (!Platform.isLinux()) {
      return;
    }
    int process = call("getpriority", PRIO_PROCESS, (int) ProcessHandle.current().pid());
    try {
      for (int compiler : compilers()) {
        call("setpriority", PRIO_PROCESS, compiler, process + NICENESS);
      }
    } catch (IOException e) {
      log.warn("the JVM's compilers stay as urgent as they are: {}", e.toString());
    }
  }

  /** The numbers of the JVM's compiler threads. */
  static List<Integer> compilers() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .filter(ComputeThreads::isCompiler)
          .map(thread -> Integer.valueOf(thread.getFileName().toString()))
          .toList();
    }
  }

  private static boolean isCompiler(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\n");
    } catch (IOException ended) {
      return false;
    }
  }

  /** Calls the C library; Linux counts niceness by threads, and lets everyone be nicer. */
  private static int call(String function, Object... arguments) {
    return Function.getFunction(Platform.C_LIBRARY_NAME, function).invokeInt(arguments);
  }
}
