package dev.facet.benchmarks.throughput;

import io.grpc.Status.Code;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Callers that each send the next request when the answer of the one before has come, on the thread
 * that brings it: nothing lies between two requests but the server. Thread-safe.
 */
final class ClosedCallers implements Answers {

  private final Outcomes outcomes;
  private final LongSupplier nanoTime;
  private final Sender sender;
  private volatile boolean stopped;

  /**
   * Callers that have not begun.
   *
   * @param outcomes takes what comes of the requests
   * @param sender makes what sends them, from what is to be told of their answers
   */
  ClosedCallers(Outcomes outcomes, LongSupplier nanoTime, Function<Answers, Sender> sender) {
    this.outcomes = outcomes;
    this.nanoTime = nanoTime;
    this.sender = sender.apply(this);
  }

  /** Begins with so many requests under way. */
  void start(int callers) {
    for (int i = 0; i < callers; i++) {
      send();
    }
  }

  /** No request is sent after those that are being sent now, which the outcomes know as open. */
  void stop() {
    stopped = true;
  }

  /** Nothing more is sent; to be called when nothing is open. */
  void end() {
    sender.end();
  }

  private void send() {
    outcomes.sent();
    sender.send(nanoTime.getAsLong());
  }

  @Override
  public void answered(long intended) {
    if (!stopped) {
      // First, so that the outcomes are never all in while there is more to come.
      send();
    }
    outcomes.answered(intended);
  }

  /** A caller whose request fails stops, since it might fail at once for ever. */
  @Override
  public void failed(long intended, Code code) {
    outcomes.failed(intended, code);
  }
}
