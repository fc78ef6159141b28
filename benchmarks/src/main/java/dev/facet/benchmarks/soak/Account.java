package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.load.Ledger;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What some clients sent, and how it may end. A refusal of a full queue is an end that is right for
 * all of them; how many there are is judged elsewhere. Thread-safe.
 */
final class Account {

  private final String name;
  private final Ledger ledger = new Ledger();
  private final boolean embeds;
  private final boolean leaves;
  private final Set<Code> expected;

  private Account(String name, boolean embeds, boolean leaves, Set<Code> expected) {
    this.name = name;
    this.embeds = embeds;
    this.leaves = leaves;
    this.expected = expected;
  }

  /** Of clients whose every request gets its embedding. */
  static Account served(String name) {
    return new Account(name, true, false, Set.of());
  }

  /** Of clients whose every request gets that error. */
  static Account wrong(String name, Code code) {
    return new Account(name, false, false, Set.of(code));
  }

  /** Of clients that go away before their answers, some of which come all the same. */
  static Account leaving(String name) {
    return new Account(name, true, true, Set.of(Code.CANCELLED, Code.UNAVAILABLE));
  }

  String name() {
    return name;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Whether its clients take all their answers. */
  boolean stays() {
    return !leaves;
  }

  /** Requests that were refused, since there was too much to do. */
  long refused() {
    return ledger.counts().errors().getOrDefault(Code.RESOURCE_EXHAUSTED, 0L);
  }

  /** What is not as it should be, once nothing more can come; empty if all is. */
  List<String> faults() {
    Ledger.Counts counts = ledger.counts();
    List<String> faults = new ArrayList<>();
    if (counts.sent() == 0) {
      faults.add(name + ": nothing was sent");
    }
    if (!leaves && counts.open() > 0) {
      faults.add(name + ": " + counts.open() + " lost");
    }
    if (counts.duplicates() + counts.unknown() > 0) {
      faults.add(
          name + ": " + counts.duplicates() + " double, " + counts.unknown() + " never asked for");
    }
    if (!embeds && counts.answered() > 0) {
      faults.add(name + ": " + counts.answered() + " embedded (expected: " + expected + ")");
    }
    counts
        .errors()
        .forEach(
            (code, number) -> {
              if (code != Code.RESOURCE_EXHAUSTED && !expected.contains(code)) {
                faults.add(name + ": " + number + " " + code);
              }
            });
    return faults;
  }
}
