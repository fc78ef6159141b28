package dev.facet.benchmarks.throughput;

import io.grpc.Status.Code;

/** Is told what came of each request. Thread-safe. */
interface Answers {

  /**
   * An embedding came.
   *
   * @param intended moment at which its request was to be sent, in nanoseconds
   */
  void answered(long intended);

  /** An error came instead. */
  void failed(long intended, Code code);
}
