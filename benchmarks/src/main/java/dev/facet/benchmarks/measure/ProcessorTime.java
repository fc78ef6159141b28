package dev.facet.benchmarks.measure;

import java.time.Duration;

/** Time of processors that a process has taken: of all its threads, the JVM's own included. */
public final class ProcessorTime {

  private ProcessorTime() {}

  /** Of this process. */
  public static Duration now() {
    return of(ProcessHandle.current());
  }

  /**
   * Of a process, to a hundredth of a second on Linux.
   *
   * @throws IllegalStateException if the system does not say it, as of a process that has ended
   */
  public static Duration of(ProcessHandle process) {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(
            () -> new IllegalStateException("processor time of " + process.pid() + ": unknown"));
  }
}
