package dev.facet.server.rpc;

/** Reads the key by which requests are kept together while a canary runs. */
final class RoutingKey {

  private static final int LONGEST = 128;

  private RoutingKey() {}

  /** The key; empty: the caller gave none. Its value is the caller's secret, and never repeated. */
  static String read(String key) throws InvalidRequestException {
    if (key.length() > LONGEST) {
      throw InvalidRequestException.field(
          "routing_key", key.length() + " characters", "at most " + LONGEST);
    }
    return key;
  }
}
