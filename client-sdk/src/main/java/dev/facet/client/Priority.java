package dev.facet.client;

/** How urgent a request is. */
public enum Priority {
  /** Interactive for {@code embed} and {@code compare}, bulk for batches and streams. */
  DEFAULT,
  /** Somebody waits for the answer: taken before bulk work. */
  INTERACTIVE,
  /** Throughput matters, not the wait. */
  BULK
}
