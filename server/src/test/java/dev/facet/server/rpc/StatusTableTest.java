package dev.facet.server.rpc;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.facet.server.batching.Admission;
import dev.facet.server.batching.BatchListener;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.FairPool;
import dev.facet.server.batching.QueueFullException;
import dev.facet.server.batching.Urgency;
import dev.facet.server.security.Identity;
import dev.facet.server.security.Scope;
import dev.facet.server.security.UnauthenticatedException;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusTableTest {

  private final StatusTable table = new StatusTable(() -> "c0ffee");

  @Test
  void fullQueue_isResourceExhausted_withADelayToRetry() throws Exception {
    Admission full = new Admission(1, 10);
    QueueFullException refused = assertThrows(QueueFullException.class, () -> full.admit(11));

    Status status = table.statusOf(new CompletionException(refused));

    assertStatus(Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", status);
    assertEquals(refused.getMessage(), status.getMessage());
    assertEquals(
        Duration.newBuilder().setNanos(100_000_000).build(),
        status.getDetails(1).unpack(RetryInfo.class).getRetryDelay());
  }

  @Test
  void fullQueue_isSentWithTheTimeAfterWhichGrpcsClientsRetry() {
    Admission full = new Admission(1, 10);
    QueueFullException refused = assertThrows(QueueFullException.class, () -> full.admit(11));

    StatusException sent = table.exceptionOf(refused);

    assertEquals(table.statusOf(refused), StatusProto.fromThrowable(sent));
    assertEquals(refused.getMessage(), sent.getStatus().getDescription());
    assertEquals("100", pushback(sent));
    assertNull(pushback(table.exceptionOf(new DrainingException())));
  }

  @Test
  void clientAboveItsRate_mayComeAgainOnceThereIsRoom_andNeverAtOnce() throws Exception {
    assertRetry(Duration.newBuilder().setSeconds(2).setNanos(500_000_001), "2501", 2_500_000_001L);
    assertRetry(Duration.newBuilder().setNanos(100_000_000), "100", 1);
  }

  private void assertRetry(Duration.Builder delay, String pushback, long nanos) throws Exception {
    StatusException sent =
        table.exceptionOf(
            new ClientLimitException(
                ClientLimitException.Reason.CLIENT_RATE,
                "too many",
                java.time.Duration.ofNanos(nanos)));
    Status status = requireNonNull(StatusProto.fromThrowable(sent));
    assertStatus(Code.RESOURCE_EXHAUSTED, "CLIENT_RATE", status);
    assertEquals(delay.build(), status.getDetails(1).unpack(RetryInfo.class).getRetryDelay());
    assertEquals(pushback, pushback(sent));
  }

  private static @Nullable String pushback(StatusException sent) {
    Metadata trailers = requireNonNull(sent.getTrailers());
    return trailers.get(
        Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER));
  }

  @Test
  void droppedItems_haveTheStatusOfTheirReason() throws Exception {
    try (FairPool pool = new FairPool("test-", 1, () -> 100, new BatchListener() {})) {
      Caller late = Caller.withDeadline(Urgency.BULK, 99);
      Caller gone = Caller.withoutDeadline(Urgency.BULK);
      gone.cancel();

      assertStatus(Code.DEADLINE_EXCEEDED, "DEADLINE_EXPIRED", statusOf(pool, late));
      assertStatus(Code.CANCELLED, "CALL_CANCELLED", statusOf(pool, gone));
      pool.closeNow().join();
      assertStatus(
          Code.UNAVAILABLE, "DRAINING", statusOf(pool, Caller.withoutDeadline(Urgency.BULK)));
    }
  }

  @Test
  void callersMistakes_areInvalidArguments() throws Exception {
    InvalidRequestException mistake = InvalidRequestException.field("images", 0, "1 to 256");

    Status status = table.statusOf(mistake);

    assertStatus(Code.INVALID_ARGUMENT, "INVALID_FIELD", status);
    assertEquals("images: 0 (expected: 1 to 256)", status.getMessage());
  }

  @Test
  void whatServerRefuses_hasItsOwnStatus() throws Exception {
    assertStatus(
        Code.PERMISSION_DENIED,
        "ACTIVATION_DISABLED",
        table.statusOf(new ActivationDisabledException()));
    assertStatus(Code.UNAVAILABLE, "DRAINING", table.statusOf(new DrainingException()));
    assertStatus(
        Code.UNAUTHENTICATED,
        "UNKNOWN_TOKEN",
        table.statusOf(
            new UnauthenticatedException(UnauthenticatedException.Reason.UNKNOWN_TOKEN)));
    assertStatus(
        Code.PERMISSION_DENIED,
        "SCOPE",
        table.statusOf(
            new WrongScopeException(
                new Identity(Identity.Kind.TOKEN, "gate", Scope.EMBED), Scope.ADMIN)));
  }

  @Test
  void faultOfOurOwn_isInternal_andTellsNothingButAReference() throws Exception {
    Status status = table.statusOf(new IllegalStateException("secret"));

    assertStatus(Code.INTERNAL, "INTERNAL", status);
    assertEquals("internal error, reference c0ffee", status.getMessage());
  }

  private Status statusOf(FairPool pool, Caller caller) {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> pool.submit(caller, () -> 1).get());
    return table.statusOf(new CompletionException(failed.getCause()));
  }

  private static void assertStatus(Code code, String reason, Status status) throws Exception {
    assertEquals(code.value(), status.getCode(), status.getMessage());
    ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
    assertEquals(reason, info.getReason());
    assertEquals("facet", info.getDomain());
  }
}
