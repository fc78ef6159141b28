package dev.facet.benchmarks.soak;

import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ModelServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** How clients reach the server: encrypted, and with the token of the moment. Thread-safe. */
final class Access {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int BOUND_SECONDS = 10;

  private final InetSocketAddress address;
  private final ChannelCredentials credentials;
  private final SSLContext sslContext;
  private volatile String token;

  /**
   * To a server.
   *
   * @param address host and port
   */
  Access(String address, Authority authority, String token) throws IOException {
    int colon = address.lastIndexOf(':');
    this.address =
        new InetSocketAddress(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    try (InputStream trusted = authority.trusted()) {
      this.credentials = TlsChannelCredentials.newBuilder().trustManager(trusted).build();
    }
    this.sslContext = authority.sslContext();
    this.token = token;
  }

  /** The token of calls that begin from now on. */
  void use(String next) {
    token = next;
  }

  String token() {
    return token;
  }

  /** A connection, which the caller closes. It repeats nothing. */
  ManagedChannel connect() {
    return builder().build();
  }

  /** The same, for one that has more to say. */
  NettyChannelBuilder builder() {
    return builder(() -> token);
  }

  private NettyChannelBuilder builder(Supplier<String> bearer) {
    return NettyChannelBuilder.forAddress(address, credentials)
        .directExecutor()
        .disableRetry()
        .disableServiceConfigLookUp()
        .intercept(new Bearer(bearer));
  }

  /** A bare connection, which the caller closes. */
  Socket socket() throws IOException {
    return new Socket(address.getAddress(), address.getPort());
  }

  /** The certificate that a new connection is shown; it must be of the authority. */
  Certificate shownCertificate() throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            sslContext.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Whether a call with a token is let in, over a new connection. */
  boolean takes(String other) {
    ManagedChannel channel = builder(() -> other).build();
    try {
      var unused =
          ModelServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(BOUND_SECONDS, TimeUnit.SECONDS)
              .listModels(ListModelsRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Code.UNAUTHENTICATED) {
        return false;
      }
      throw e;
    } finally {
      channel.shutdownNow();
    }
  }

  private record Bearer(Supplier<String> token) implements ClientInterceptor {

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          headers.put(AUTHORIZATION, "Bearer " + token.get());
          super.start(listener, headers);
        }
      };
    }
  }
}
