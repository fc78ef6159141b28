package dev.facet.server.config;

/**
 * A configuration that cannot be used. The message names the key and where it was set, the value,
 * and what was expected.
 */
public final class BadConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  BadConfigException(String message) {
    super(message);
  }

  /**
   * A refusal that something else explains.
   *
   * @param message names the key, the value, and what was expected
   * @param cause what found it
   */
  public BadConfigException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A refusal of one value.
   *
   * @param where the key, or under what name it was set
   * @param value what was set
   * @param expected what was expected, in words
   */
  public static BadConfigException of(String where, Object value, String expected) {
    return new BadConfigException(where + ": " + value + " (expected: " + expected + ")");
  }
}
