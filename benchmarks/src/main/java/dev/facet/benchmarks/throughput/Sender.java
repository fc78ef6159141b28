package dev.facet.benchmarks.throughput;

/** Sends faces to a server. Thread-safe. */
interface Sender {

  /**
   * Sends one; waits for nothing.
   *
   * @param intended moment at which it is to be sent, in nanoseconds
   */
  void send(long intended);

  /** Nothing more is sent. */
  void end();
}
