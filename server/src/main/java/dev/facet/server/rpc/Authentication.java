package dev.facet.server.rpc;

import dev.facet.server.security.Bearers;
import dev.facet.server.security.Credentials;
import dev.facet.server.security.Identity;
import dev.facet.server.security.Scope;
import dev.facet.server.security.UnauthenticatedException;
import dev.facet.v1.ModelServiceGrpc;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusException;
import io.grpc.health.v1.HealthGrpc;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Lets in the calls of clients whose certificate the server knows, with a token of the scope that
 * the call needs ({@code authorization: Bearer TOKEN}), as far as the server asks for the one or
 * the other. It is looked at when a call begins; a stream that was let in goes on when its token is
 * taken back. Thread-safe.
 */
final class Authentication implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final String SCHEME = "Bearer ";

  /**
   * The methods of ModelService that change nothing; one that is new is taken to change something.
   */
  private static final Set<String> READ_METHODS =
      Set.of(
          ModelServiceGrpc.getListModelsMethod().getFullMethodName(),
          ModelServiceGrpc.getGetModelMethod().getFullMethodName(),
          ModelServiceGrpc.getWatchModelsMethod().getFullMethodName());

  private final Credentials credentials;
  private final StatusTable statuses;

  Authentication(Credentials credentials, StatusTable statuses) {
    this.credentials = credentials;
    this.statuses = statuses;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    try {
      requireCertificate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
      requireToken(call.getMethodDescriptor(), headers);
    } catch (UnauthenticatedException | WrongScopeException e) {
      StatusException refusal = statuses.exceptionOf(e);
      Metadata trailers = refusal.getTrailers();
      call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }

  private void requireCertificate(@Nullable SSLSession session) throws UnauthenticatedException {
    if (!credentials.vouchFor(session)) {
      throw new UnauthenticatedException(UnauthenticatedException.Reason.UNKNOWN_CERTIFICATE);
    }
  }

  private void requireToken(MethodDescriptor<?, ?> method, Metadata headers)
      throws UnauthenticatedException, WrongScopeException {
    Optional<Bearers> bearers = credentials.bearers();
    Optional<Scope> needed = needed(method);
    if (bearers.isEmpty() || needed.isEmpty()) {
      return;
    }
    Identity caller = bearers.get().identify(token(headers));
    if (!caller.covers(needed.get())) {
      throw new WrongScopeException(caller, needed.get());
    }
  }

  /** What a call needs; empty: nothing, since those who ask for health may have no token. */
  static Optional<Scope> needed(MethodDescriptor<?, ?> method) {
    String service = String.valueOf(method.getServiceName());
    return switch (service) {
      case HealthGrpc.SERVICE_NAME -> Optional.empty();
      case ModelServiceGrpc.SERVICE_NAME ->
          Optional.of(
              READ_METHODS.contains(method.getFullMethodName()) ? Scope.EMBED : Scope.ADMIN);
      default -> Optional.of(Scope.EMBED);
    };
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
