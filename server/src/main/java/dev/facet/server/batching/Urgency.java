package dev.facet.server.batching;

/** How soon an item wants its turn. */
public enum Urgency {
  /** Somebody waits for the answer: served before bulk work. */
  INTERACTIVE,
  /** Throughput matters: served when nothing interactive waits, and at least every eighth time. */
  BULK,
  /** Nobody waits: served only while nothing else waits, however long that takes. */
  BACKGROUND
}
