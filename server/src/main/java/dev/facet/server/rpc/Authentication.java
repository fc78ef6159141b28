package dev.facet.server.rpc;

import dev.facet.server.security.Bearers;
import dev.facet.server.security.Credentials;
import dev.facet.server.security.Identity;
import dev.facet.server.security.Scope;
import dev.facet.server.security.UnauthenticatedException;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Lets in the calls of clients whose certificate the server knows, with a token of the scope that
 * the call needs ({@code authorization: Bearer TOKEN}), as far as the server asks for the one or
 * the other; what it lets in has an {@link Origin}. It is looked at when a call begins; a stream
 * that was let in goes on when its token is taken back. Thread-safe.
 */
final class Authentication implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final String SCHEME = "Bearer ";

  private final Credentials credentials;
  private final StatusTable statuses;
  private final AuditLog audit;

  Authentication(Credentials credentials, StatusTable statuses, AuditLog audit) {
    this.credentials = credentials;
    this.statuses = statuses;
    this.audit = audit;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Origin origin = Origin.of(call.getAttributes());
    try {
      requireCertificate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
      Optional<Bearers> bearers = credentials.bearers();
      Optional<Scope> needed = needed(call.getMethodDescriptor());
      if (bearers.isPresent() && needed.isPresent()) {
        origin = origin.as(bearers.get().identify(token(headers)));
        requireScope(origin.caller(), needed.get());
      }
    } catch (UnauthenticatedException | WrongScopeException e) {
      return Refusals.refuse(call, audit, origin, statuses.exceptionOf(e));
    }
    return Contexts.interceptCall(origin.context(), call, headers, next);
  }

  private void requireCertificate(@Nullable SSLSession session) throws UnauthenticatedException {
    if (!credentials.vouchFor(session)) {
      throw new UnauthenticatedException(UnauthenticatedException.Reason.UNKNOWN_CERTIFICATE);
    }
  }

  private static void requireScope(Identity caller, Scope needed) throws WrongScopeException {
    if (!caller.covers(needed)) {
      throw new WrongScopeException(caller, needed);
    }
  }

  /** What a call needs; empty: nothing, since those who ask for health may have no token. */
  static Optional<Scope> needed(MethodDescriptor<?, ?> method) {
    if (HealthGrpc.SERVICE_NAME.equals(method.getServiceName())) {
      return Optional.empty();
    }
    return Optional.of(Changes.madeBy(method) ? Scope.ADMIN : Scope.EMBED);
  }

  private static String token(Metadata headers) throws UnauthenticatedException {
    String value = headers.get(AUTHORIZATION);
    // RFC 7235: the scheme's case does not matter.
    if (value == null || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new UnauthenticatedException(UnauthenticatedException.Reason.MISSING_TOKEN);
    }
    return value.substring(SCHEME.length()).strip();
  }
}
