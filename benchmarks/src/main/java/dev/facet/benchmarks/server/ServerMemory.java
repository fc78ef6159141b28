package dev.facet.benchmarks.server;

import dev.facet.benchmarks.measure.ProcessStatus;
import java.io.IOException;

/**
 * The server's memory at a moment, after a full collection.
 *
 * @param heap bytes of Java objects
 * @param status what the system says of the process
 */
public record ServerMemory(long heap, ProcessStatus status) {

  private static final double MIB = 1 << 20;

  /**
   * As it is now.
   *
   * @throws IOException if the server has ended
   */
  public static ServerMemory of(ServerProcess server) throws IOException {
    // What the first finds dead may keep other things alive until the second, such as cleaners'.
    server.collect();
    return new ServerMemory(server.collect(), ProcessStatus.of(server.pid()));
  }

  /** Java heap in MiB. */
  public double heapMib() {
    return heap / MIB;
  }

  /** Resident memory in MiB; NaN where it is not known. */
  public double residentMib() {
    return resident() / MIB;
  }

  /** Resident memory in bytes; NaN where it is not known. */
  public double resident() {
    return status.resident().isPresent() ? status.resident().getAsLong() : Double.NaN;
  }
}
