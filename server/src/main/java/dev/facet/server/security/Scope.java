package dev.facet.server.security;

import java.util.Locale;

/** What a token is good for; each scope covers those before it. */
public enum Scope {
  /** Embed and compare faces; list and watch models. */
  EMBED,
  /** Also change which versions are loaded and live. */
  ADMIN;

  /** Whether a token of this scope may do what needs the other. */
  public boolean covers(Scope needed) {
    return compareTo(needed) >= 0;
  }

  /** The scope as it is written: {@code embed}, {@code admin}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
