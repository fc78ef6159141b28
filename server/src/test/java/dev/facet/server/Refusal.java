package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/** A status as the client sees it. */
record Refusal(Code code, String reason, String message) {

  /** The status that a call is refused with. */
  static Refusal of(Executable call) {
    return of(assertThrows(StatusRuntimeException.class, call));
  }

  /** Fails the test unless a call is refused like this, with a message that begins like this. */
  static void require(Code code, String reason, String message, Executable call) {
    Refusal refusal = of(call);
    assertEquals(reason, refusal.reason(), refusal.message());
    assertEquals(code, refusal.code());
    assertTrue(refusal.message().startsWith(message), refusal.message());
  }

  /** The status that an exception is, or comes from. */
  static Refusal of(Exception refused) {
    return of(Objects.requireNonNull(StatusProto.fromThrowable(refused)));
  }

  static Refusal of(Status status) {
    try {
      String reason = "";
      for (Any detail : status.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          assertEquals("facet", info.getDomain());
          reason = info.getReason();
        } else {
          assertTrue(detail.unpack(RetryInfo.class).hasRetryDelay());
        }
      }
      boolean retryable = status.getDetailsList().stream().anyMatch(any -> any.is(RetryInfo.class));
      assertEquals(status.getCode() == Code.RESOURCE_EXHAUSTED.value(), retryable);
      return new Refusal(
          io.grpc.Status.fromCodeValue(status.getCode()).getCode(), reason, status.getMessage());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
