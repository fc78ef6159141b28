package dev.facet.server.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.facet.model.image.BadImageException;
import dev.facet.server.batching.CallCancelledException;
import dev.facet.server.batching.ClosedException;
import dev.facet.server.batching.DeadlineExpiredException;
import dev.facet.server.batching.QueueFullException;
import dev.facet.server.registry.ChangeRefusedException;
import dev.facet.server.registry.ModelNotFoundException;
import dev.facet.server.registry.RegistryClosedException;
import dev.facet.server.registry.WrongKindException;
import dev.facet.server.security.UnauthenticatedException;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.protobuf.ProtoUtils;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table from exceptions to statuses. Every status has a {@code google.rpc.ErrorInfo} with a
 * stable reason and the domain {@code facet}. Thread-safe.
 *
 * <p>What the table does not hold is our own fault: the caller gets INTERNAL with a reference, and
 * the log has the reference with the exception.
 */
final class StatusTable {

  private static final Logger log = LoggerFactory.getLogger(StatusTable.class);

  private static final String DOMAIN = "facet";

  /** Time for a full queue to give room again: a few batches on a CPU. */
  private static final Duration RETRY_DELAY = Duration.ofMillis(100);

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin", ProtoUtils.metadataMarshaller(Status.getDefaultInstance()));

  private static final List<Row<?>> ROWS =
      List.of(
          new Row<>(BadImageException.class, Code.INVALID_ARGUMENT, e -> e.reason().name()),
          new Row<>(InvalidRequestException.class, Code.INVALID_ARGUMENT, e -> e.reason().name()),
          new Row<>(ModelNotFoundException.class, Code.NOT_FOUND, e -> "MODEL_NOT_FOUND"),
          new Row<>(WrongKindException.class, Code.INVALID_ARGUMENT, e -> "WRONG_KIND"),
          new Row<>(NotCalibratedException.class, Code.FAILED_PRECONDITION, e -> "NOT_CALIBRATED"),
          new Row<>(QueueFullException.class, Code.RESOURCE_EXHAUSTED, e -> "QUEUE_FULL"),
          new Row<>(
              ClientLimitException.class,
              Code.RESOURCE_EXHAUSTED,
              e -> e.reason().name(),
              ClientLimitException::retryAfter),
          new Row<>(
              DeadlineExpiredException.class, Code.DEADLINE_EXCEEDED, e -> "DEADLINE_EXPIRED"),
          new Row<>(CallCancelledException.class, Code.CANCELLED, e -> "CALL_CANCELLED"),
          new Row<>(ClosedException.class, Code.UNAVAILABLE, e -> "DRAINING"),
          new Row<>(DrainingException.class, Code.UNAVAILABLE, e -> "DRAINING"),
          new Row<>(
              ActivationDisabledException.class,
              Code.PERMISSION_DENIED,
              e -> "ACTIVATION_DISABLED"),
          new Row<>(AdminPortException.class, Code.PERMISSION_DENIED, e -> "ADMIN_PORT"),
          new Row<>(UnauthenticatedException.class, Code.UNAUTHENTICATED, e -> e.reason().name()),
          new Row<>(WrongScopeException.class, Code.PERMISSION_DENIED, e -> "SCOPE"),
          new Row<>(RegistryClosedException.class, Code.UNAVAILABLE, e -> "DRAINING"),
          new Row<>(
              ChangeRefusedException.class, Code.FAILED_PRECONDITION, e -> e.reason().name()));

  private final Supplier<String> references;
  private final @Nullable String call;

  /**
   * A table.
   *
   * @param references makes a new reference for each fault of our own
   */
  StatusTable(Supplier<String> references) {
    this(references, null);
  }

  private StatusTable(Supplier<String> references, @Nullable String call) {
    this.references = references;
    this.call = call;
  }

  /**
   * The same table, whose lines in the log name the call that the current context belongs to;
   * whoever uses it later need not be in that context.
   */
  StatusTable ofThisCall() {
    return new StatusTable(references, RequestId.current());
  }

  /** The status for an exception; those that wrap another on behalf of a future are unwrapped. */
  Status statusOf(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    for (Row<?> row : ROWS) {
      if (row.type.isInstance(cause)) {
        return row.status(cause);
      }
    }
    String reference = references.get();
    log.atError()
        .setCause(cause)
        .addKeyValue(RequestId.FIELD, call)
        .log("internal error, reference {}", reference);
    return status(Code.INTERNAL, "INTERNAL", "internal error, reference " + reference).build();
  }

  /**
   * The status for an exception, as gRPC sends it. Where there is too much to do it also says, as
   * gRPC's clients know it, after what time the call may be made again.
   */
  StatusException exceptionOf(Throwable failure) {
    Status status = statusOf(failure);
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, status);
    if (status.getCode() == Code.RESOURCE_EXHAUSTED.value()) {
      trailers.put(PUSHBACK, String.valueOf(retryMillis(status)));
    }
    return new Answer(
        io.grpc.Status.fromCodeValue(status.getCode()).withDescription(status.getMessage()),
        trailers);
  }

  /** The reason in a status as gRPC sends it; empty where it has none. */
  static String reasonOf(StatusException sent) {
    Metadata trailers = sent.getTrailers();
    Status status = trailers == null ? null : trailers.get(DETAILS);
    if (status == null) {
      return "";
    }
    try {
      return status.getDetails(0).unpack(ErrorInfo.class).getReason();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a status that is none of this table", e);
    }
  }

  /** Is thrown by nobody, so that its stack trace would be work for nothing. */
  private static final class Answer extends StatusException {
    private static final long serialVersionUID = 1L;

    Answer(io.grpc.Status status, Metadata trailers) {
      super(status, trailers);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  private static Status.Builder status(Code code, String reason, String message) {
    ErrorInfo info = ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build();
    return Status.newBuilder().setCode(code.value()).setMessage(message).addDetails(Any.pack(info));
  }

  /** Never less than what a full queue takes: to come at once again and again would help nobody. */
  private static RetryInfo retryInfo(Duration delay) {
    Duration least = delay.compareTo(RETRY_DELAY) < 0 ? RETRY_DELAY : delay;
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(least.toSeconds())
                .setNanos(least.toNanosPart()))
        .build();
  }

  /** What a status's {@link RetryInfo} says, rounded up. */
  private static long retryMillis(Status status) {
    try {
      var delay = status.getDetails(1).unpack(RetryInfo.class).getRetryDelay();
      return Duration.ofSeconds(delay.getSeconds(), delay.getNanos()).plusNanos(999_999).toMillis();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a status that is none of this table", e);
    }
  }

  /** One kind of failure; what is RESOURCE_EXHAUSTED may be tried again after a delay. */
  private record Row<E extends Exception>(
      Class<E> type, Code code, Function<E, String> reason, Function<E, Duration> delay) {

    Row(Class<E> type, Code code, Function<E, String> reason) {
      this(type, code, reason, e -> RETRY_DELAY);
    }

    Status status(Throwable cause) {
      E exception = type.cast(cause);
      Status.Builder status =
          StatusTable.status(code, reason.apply(exception), String.valueOf(exception.getMessage()));
      if (code == Code.RESOURCE_EXHAUSTED) {
        status.addDetails(Any.pack(retryInfo(delay.apply(exception))));
      }
      return status.build();
    }
  }
}
