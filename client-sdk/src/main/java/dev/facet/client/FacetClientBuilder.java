package dev.facet.client;

import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Builds a {@link FacetClient}. Not thread-safe. */
public final class FacetClientBuilder {
  private static final int DEFAULT_MAX_MESSAGE_BYTES = 16 << 20;
  private static final int DEFAULT_MAX_ATTEMPTS = 3;

  /** Longer than the shortest interval that a Facet server allows, 30 s. */
  private static final long KEEPALIVE_SECONDS = 60;

  private final @Nullable String target;
  private final @Nullable Channel passedIn;
  private final List<ClientInterceptor> interceptors = new ArrayList<>();
  private @Nullable ChannelCredentials credentials;
  private EmbedOptions options = EmbedOptions.DEFAULT;
  private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
  private int maxAttempts = DEFAULT_MAX_ATTEMPTS;

  FacetClientBuilder(@Nullable String target, @Nullable Channel passedIn) {
    this.target = target;
    this.passedIn = passedIn;
  }

  /** Connects without encryption. Default: TLS with the certificates that the JVM trusts. */
  public FacetClientBuilder plaintext() {
    return credentials(InsecureChannelCredentials.create());
  }

  /** Connects with these credentials, for instance for mutual TLS. */
  public FacetClientBuilder credentials(ChannelCredentials credentials) {
    requireOwnChannel("credentials");
    this.credentials = credentials;
    return this;
  }

  /**
   * Sets the options of calls without options of their own. Default: {@link EmbedOptions#DEFAULT}.
   */
  public FacetClientBuilder options(EmbedOptions options) {
    this.options = options;
    return this;
  }

  /**
   * Bounds a message in either direction, in bytes. Default: 16 MiB, as the server. A larger one
   * fails with {@code RESOURCE_EXHAUSTED} before it is sent.
   */
  public FacetClientBuilder maxMessageBytes(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxMessageBytes: " + bytes + " (expected: 1 or more)");
    }
    this.maxMessageBytes = bytes;
    return this;
  }

  /**
   * Sets how often a call may be made until a server that answers {@code UNAVAILABLE} is given up,
   * the first time included: 1 (no retries) to 5, default 3. The waits between grow from 0.1 s to 1
   * s, within the call's deadline. Streams and changes of models are never repeated.
   */
  public FacetClientBuilder maxAttempts(int attempts) {
    requireOwnChannel("maxAttempts");
    if (attempts < 1 || attempts > RetryPolicy.MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "maxAttempts: " + attempts + " (expected: 1 to " + RetryPolicy.MOST_ATTEMPTS + ")");
    }
    this.maxAttempts = attempts;
    return this;
  }

  /** Adds an interceptor of all calls; the one added last sees a call first. */
  public FacetClientBuilder intercept(ClientInterceptor interceptor) {
    interceptors.add(interceptor);
    return this;
  }

  /** Builds the client. It connects with its first call. */
  public FacetClient build() {
    ManagedChannel owned = target == null ? null : open(target);
    Channel channel = owned == null ? passedIn : owned;
    if (channel == null) {
      throw new IllegalStateException("neither a target nor a channel");
    }
    Calls calls = new Calls(ClientInterceptors.intercept(channel, interceptors), maxMessageBytes);
    return new FacetClient(calls, owned, options);
  }

  private ManagedChannel open(String target) {
    ChannelCredentials security =
        credentials == null ? TlsChannelCredentials.create() : credentials;
    var builder =
        Grpc.newChannelBuilder(target, security)
            .disableServiceConfigLookUp()
            // A stream has no deadline: a ping finds out that the connection is dead.
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS);
    if (maxAttempts == 1) {
      return builder.disableRetry().build();
    }
    return builder
        .enableRetry()
        .defaultServiceConfig(RetryPolicy.serviceConfig(maxAttempts))
        // gRPC does not repeat a call whose request is beyond this, 1 MiB unless it is set.
        .perRpcBufferLimit(maxMessageBytes)
        .build();
  }

  private void requireOwnChannel(String setting) {
    if (passedIn != null) {
      throw new IllegalStateException(setting + ": the channel was passed in and has its own");
    }
  }
}
