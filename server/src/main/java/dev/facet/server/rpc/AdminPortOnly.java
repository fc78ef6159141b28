package dev.facet.server.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Refuses the calls that change models, at a port beside which there is one for them. */
final class AdminPortOnly implements ServerInterceptor {

  private final StatusTable statuses;
  private final AuditLog audit;

  AdminPortOnly(StatusTable statuses, AuditLog audit) {
    this.statuses = statuses;
    this.audit = audit;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (!Changes.madeBy(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    return Refusals.refuse(
        call, audit, Origin.current(), statuses.exceptionOf(new AdminPortException()));
  }
}
