package dev.facet.server.http;

import java.nio.charset.StandardCharsets;

/**
 * What a request is answered with.
 *
 * @param status HTTP status code
 * @param contentType media type of the body
 * @param body whole
 */
@SuppressWarnings("ArrayRecordComponent") // it is written once, and compared by nobody
record Reply(int status, String contentType, byte[] body) {

  /** The media type of JSON. */
  static final String JSON = "application/json";

  /** A line of text. */
  static Reply text(int status, String line) {
    return new Reply(
        status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
