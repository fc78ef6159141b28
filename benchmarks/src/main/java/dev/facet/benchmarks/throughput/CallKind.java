package dev.facet.benchmarks.throughput;

import java.util.Locale;

/** How faces are sent. */
enum CallKind {
  /** Each in an Embed call. */
  UNARY,
  /** Over EmbedStream calls. */
  STREAM;

  /** In lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
