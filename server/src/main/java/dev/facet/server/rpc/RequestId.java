package dev.facet.server.rpc;

import io.grpc.Context;
import io.grpc.Metadata;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a call in the log, which its client is told too: the client's own, in the metadata
 * {@code x-request-id}, or a new one.
 */
final class RequestId {

  static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  /** How log lines and audits call it. */
  static final String FIELD = "request_id";

  /** Of the call that the current context belongs to. */
  static final Context.Key<String> KEY = Context.key("request-id");

  /** Nothing with which a client could forge a line of the log, or fill it. */
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:/+=-]{1,64}");

  private RequestId() {}

  /**
   * The name of a call.
   *
   * @param headers with the client's own name, or with one that is not allowed, or without
   * @param fresh makes a new one
   */
  static String of(Metadata headers, Supplier<String> fresh) {
    String given = headers.get(HEADER);
    return given != null && ALLOWED.matcher(given).matches() ? given : fresh.get();
  }

  /** The name of the call that the current context belongs to; null: it belongs to none. */
  static @Nullable String current() {
    return KEY.get();
  }
}
