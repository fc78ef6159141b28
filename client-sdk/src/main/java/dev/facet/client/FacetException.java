package dev.facet.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call, or one face of a batch or a stream, that failed. */
public final class FacetException extends RuntimeException {
  private final Status.Code code;
  private final @Nullable String reason;
  private final @Nullable Duration retryDelay;

  FacetException(
      Status.Code code,
      String description,
      @Nullable String reason,
      @Nullable Duration retryDelay,
      @Nullable Throwable cause) {
    super(description.isEmpty() ? code.name() : code + ": " + description, cause);
    this.code = code;
    this.reason = reason;
    this.retryDelay = retryDelay;
  }

  /** Makes the same failure with the stack of the thread that waited for it. */
  FacetException(FacetException failure) {
    super(failure.getMessage(), failure);
    this.code = failure.code;
    this.reason = failure.reason;
    this.retryDelay = failure.retryDelay;
  }

  /** Returns the gRPC status code. */
  public Status.Code code() {
    return code;
  }

  /**
   * Returns the server's stable name of what went wrong, such as {@code MODEL_NOT_FOUND}; empty
   * where the failure did not come from a Facet server.
   */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /**
   * Returns whether the same request may succeed when it is made again: the server was not
   * reachable or draining, or its queue was full.
   */
  public boolean isRetryable() {
    return code == Status.Code.UNAVAILABLE || retryDelay != null;
  }

  /** Returns how long the server asks to wait before trying again; empty where it does not say. */
  public Optional<Duration> retryDelay() {
    return Optional.ofNullable(retryDelay);
  }
}
