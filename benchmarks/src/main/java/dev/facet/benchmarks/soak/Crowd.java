package dev.facet.benchmarks.soak;

import java.time.Duration;
import java.util.List;

/**
 * Clients of all habits. Whose turn it is depends on their shares alone, evenly: even the rarest
 * come in a short run. Used by one thread.
 */
final class Crowd {

  private final List<Part> parts;
  private final double[] due;

  /**
   * A part of the crowd.
   *
   * @param share of all that is done, above 0; those of all parts are 1 together
   * @param faces that are embedded each time
   */
  record Part(double share, int faces, Party party) {}

  Crowd(List<Part> parts) {
    this.parts = parts;
    this.due = new double[parts.size()];
  }

  /** Faces that are embedded each time, in the mean. */
  double faces() {
    return parts.stream().mapToDouble(part -> part.share() * part.faces()).sum();
  }

  /** Lets those do something whose turn it is. */
  void send(long intended) {
    int next = 0;
    for (int i = 0; i < due.length; i++) {
      due[i] += parts.get(i).share();
      next = due[i] > due[next] ? i : next;
    }
    due[next] -= 1;
    parts.get(next).party().send(intended);
  }

  /** As {@link Party#end}, one after the other. */
  void end(Duration bound) throws InterruptedException {
    for (Part part : parts) {
      part.party().end(bound);
    }
  }

  List<Account> accounts() {
    return parts.stream().flatMap(part -> part.party().accounts().stream()).toList();
  }
}
