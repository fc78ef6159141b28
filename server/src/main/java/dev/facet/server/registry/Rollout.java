package dev.facet.server.registry;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/**
 * What a candidate does beside the live version.
 *
 * @param kind what it does
 * @param share part of the requests that it gets, above 0, at most 1
 */
public record Rollout(Kind kind, double share) {

  private static final double KEYS = 0x1p32;

  /** What a candidate does. */
  public enum Kind {
    /** Answers requests that name no version. */
    CANARY,
    /** Embeds again what the live version has embedded; nobody gets the result. */
    SHADOW
  }

  /** Checks the share; an {@link IllegalArgumentException} names it. */
  public Rollout {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: above 0, at most 1)");
    }
  }

  /**
   * Whether a request that names no version goes to the candidate.
   *
   * @param candidate digest of the candidate, so that each rollout begins with other keys
   * @param key all requests of one key go one way, and those that the candidate gets it keeps while
   *     its share grows; empty: each request is drawn by itself
   */
  boolean takes(String candidate, String key) {
    if (kind != Kind.CANARY) {
      return false;
    }
    if (key.isEmpty()) {
      return ThreadLocalRandom.current().nextDouble() < share;
    }
    CRC32C hash = new CRC32C();
    hash.update(candidate.getBytes(StandardCharsets.UTF_8));
    hash.update(key.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() / KEYS < share;
  }
}
