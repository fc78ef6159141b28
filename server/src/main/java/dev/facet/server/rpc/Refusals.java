package dev.facet.server.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusException;

/** Ends calls that are not let in. */
final class Refusals {

  private Refusals() {}

  /** Ends a call, which is on record if it would have changed models. */
  static <Q> ServerCall.Listener<Q> refuse(
      ServerCall<Q, ?> call, AuditLog audit, Origin origin, StatusException refusal) {
    if (Changes.madeBy(call.getMethodDescriptor())) {
      audit.begin(call.getMethodDescriptor(), origin).failed(refusal);
    }
    return refuse(call, refusal);
  }

  /** Ends a call. */
  static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, StatusException refusal) {
    Metadata trailers = refusal.getTrailers();
    call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }
}
