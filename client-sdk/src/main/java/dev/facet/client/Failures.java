package dev.facet.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one place where a gRPC status becomes a {@link FacetException}. */
final class Failures {
  private static final String DOMAIN = "facet";

  private Failures() {}

  /** The failure of a whole call. */
  static FacetException of(Throwable failure) {
    if (failure instanceof FacetException known) {
      return known;
    }
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    return status == null
        ? local(Status.Code.UNKNOWN, String.valueOf(failure), failure)
        : of(status, failure);
  }

  /** The failure of one face of a batch or a stream. */
  static FacetException of(com.google.rpc.Status status) {
    return status.getCode() == Status.Code.OK.value() ? noResult() : of(status, null);
  }

  /** The failure of a server that answered neither with a result nor with an error. */
  static FacetException noResult() {
    return local(Status.Code.INTERNAL, "the server sent no result", null);
  }

  /** A server that took no notice of what a request says of finding faces, or of deciding. */
  static FacetException noDetection() {
    return local(
        Status.Code.UNIMPLEMENTED, "the server is too old to find faces or to decide", null);
  }

  /**
   * A request that is not sent. gRPC has such a limit too, but ends a whole stream for it, and
   * leaves a call that may be retried without an end.
   */
  static FacetException tooLarge(int bytes, int maxBytes) {
    return local(
        Status.Code.RESOURCE_EXHAUSTED,
        "message: %d bytes (expected: at most %d)".formatted(bytes, maxBytes),
        null);
  }

  /** A failure that the client found by itself. */
  static FacetException local(Status.Code code, String description, @Nullable Throwable cause) {
    return new FacetException(code, description, null, null, cause);
  }

  private static FacetException of(com.google.rpc.Status status, @Nullable Throwable cause) {
    String reason = null;
    Duration retryDelay = null;
    for (Any detail : status.getDetailsList()) {
      try {
        if (detail.is(ErrorInfo.class)) {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          reason = info.getDomain().equals(DOMAIN) ? info.getReason() : reason;
        } else if (detail.is(RetryInfo.class)) {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          retryDelay = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
        }
      } catch (InvalidProtocolBufferException malformed) {
        // The status itself still says what failed; a detail only adds to it.
      }
    }
    Status.Code code = Status.fromCodeValue(status.getCode()).getCode();
    return new FacetException(code, status.getMessage(), reason, retryDelay, cause);
  }
}
