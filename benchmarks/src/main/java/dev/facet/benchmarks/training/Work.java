package dev.facet.benchmarks.training;

import java.util.Locale;

/** What is measured. */
public enum Work {
  /** The training loop as users have it. */
  LOOP,
  /** Forward, backward and update alone. */
  BARE;

  /** The name in tables and pictures. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
