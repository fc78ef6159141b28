package dev.facet.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds a {@link FacetClient}. Not thread-safe. */
public final class FacetClientBuilder {
  private static final int DEFAULT_MAX_MESSAGE_BYTES = 16 << 20;
  private static final int DEFAULT_MAX_ATTEMPTS = 3;

  /** Scheme of the targets for which a control plane says where calls go and how. */
  private static final String CONTROL_PLANE = "xds:";

  /** Longer than the shortest interval that a Facet server allows, 30 s. */
  private static final Duration DEFAULT_KEEPALIVE = Duration.ofSeconds(60);

  private static final Duration DEFAULT_KEEPALIVE_TIMEOUT = Duration.ofSeconds(20);

  private final @Nullable String target;
  private final @Nullable Channel passedIn;
  private final List<ClientInterceptor> interceptors = new ArrayList<>();
  private final List<Consumer<ManagedChannelBuilder<?>>> channelSettings = new ArrayList<>();
  private @Nullable ChannelCredentials credentials;
  private @Nullable BearerToken token;
  private @Nullable Executor executor;
  private LoadBalancing loadBalancing;
  private EmbedOptions options = EmbedOptions.DEFAULT;
  private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
  private int maxAttempts = DEFAULT_MAX_ATTEMPTS;
  private Duration hedgingDelay = Duration.ZERO;
  private Duration keepalive = DEFAULT_KEEPALIVE;
  private Duration keepaliveTimeout = DEFAULT_KEEPALIVE_TIMEOUT;
  private int sharedStreams;
  private boolean waitForReady;

  private FacetClientBuilder(
      @Nullable String target, @Nullable Channel passedIn, LoadBalancing loadBalancing) {
    this.target = target;
    this.passedIn = passedIn;
    this.loadBalancing = loadBalancing;
  }

  static FacetClientBuilder of(String target) {
    return new FacetClientBuilder(target, null, LoadBalancing.PICK_FIRST);
  }

  static FacetClientBuilder of(List<String> servers) {
    return new FacetClientBuilder(ServerList.target(servers), null, LoadBalancing.ROUND_ROBIN)
        .waitForReady(true);
  }

  static FacetClientBuilder of(Channel channel) {
    return new FacetClientBuilder(null, channel, LoadBalancing.PICK_FIRST);
  }

  /** Connects without encryption. Default: TLS with the certificates that the JVM trusts. */
  public FacetClientBuilder plaintext() {
    return credentials(InsecureChannelCredentials.create());
  }

  /**
   * Connects with these credentials, for instance with another trust in certificates, or one of the
   * client's own for mutual TLS: see {@link TlsChannelCredentials}.
   */
  public FacetClientBuilder credentials(ChannelCredentials credentials) {
    requireOwnChannel("credentials");
    this.credentials = credentials;
    return this;
  }

  /** Shows a token with each call; see {@link #token(Supplier)}. */
  public FacetClientBuilder token(String token) {
    return token(() -> token);
  }

  /**
   * Shows a token with each call. A server that is not on this machine gets it only over TLS;
   * otherwise calls fail with {@code UNAUTHENTICATED}, and so they do where the supplier throws.
   *
   * @param token asked at each call, on one of the client's threads; it may change
   */
  public FacetClientBuilder token(Supplier<String> token) {
    this.token = new BearerToken(token);
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
   * s, or are what the server asks for, within the call's deadline. Changes of models are never
   * repeated. With 1 streams are not taken up again either; see {@link EmbeddingStream}.
   */
  public FacetClientBuilder maxAttempts(int attempts) {
    requireOwnChannel("maxAttempts");
    if (attempts < 1 || attempts > ServiceConfig.MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "maxAttempts: " + attempts + " (expected: 1 to " + ServiceConfig.MOST_ATTEMPTS + ")");
    }
    this.maxAttempts = attempts;
    return this;
  }

  /**
   * Makes a call that is not answered for this long once more, beside itself, and once more after
   * each further such time, up to {@link #maxAttempts} in all; the first answer counts. With
   * several servers the other calls go to others, so that one that stalls holds nobody up. It costs
   * the servers the more, so choose a time that few calls take. Changes of models and streams are
   * not hedged. Default: zero, calls are repeated only once they have failed.
   */
  public FacetClientBuilder hedgingDelay(Duration delay) {
    requireOwnChannel("hedgingDelay");
    if (delay.isNegative()) {
      throw new IllegalArgumentException("hedgingDelay: " + delay + " (expected: zero or more)");
    }
    this.hedgingDelay = delay;
    return this;
  }

  /**
   * Sets which server gets a call where the target has several addresses. Default: {@link
   * LoadBalancing#ROUND_ROBIN} for a list of servers, {@link LoadBalancing#PICK_FIRST} otherwise.
   */
  public FacetClientBuilder loadBalancing(LoadBalancing loadBalancing) {
    requireOwnChannel("loadBalancing");
    this.loadBalancing = loadBalancing;
    return this;
  }

  /**
   * Lets calls wait, within their deadline, until a server can be reached, instead of failing at
   * once with {@code UNAVAILABLE} where none can. Default: true for a list of servers, of which
   * some may be restarting while others are left out; false otherwise.
   */
  public FacetClientBuilder waitForReady(boolean wait) {
    this.waitForReady = wait;
    return this;
  }

  /**
   * Sets when a connection with calls under way is asked whether it lives, so that a dead one is
   * noticed: after so long without traffic. A Facet server takes no more than one such ping in
   * {@code keepalive.min-time}, 30 s unless changed. Default: 60 s, and 20 s for the answer.
   *
   * @param time 10 s or more; gRPC takes less for 10 s
   * @param timeout how long the answer may take
   */
  public FacetClientBuilder keepalive(Duration time, Duration timeout) {
    requireOwnChannel("keepalive");
    EmbedOptions.requirePositive("keepalive time", time);
    EmbedOptions.requirePositive("keepalive timeout", timeout);
    this.keepalive = time;
    this.keepaliveTimeout = timeout;
    return this;
  }

  /** Runs gRPC's callbacks. Default: gRPC's own cached threads. The executor stays the caller's. */
  public FacetClientBuilder executor(Executor executor) {
    requireOwnChannel("executor");
    this.executor = executor;
    return this;
  }

  /**
   * Lets {@link FacetClient#embed} and {@link FacetClient#embedFaces} of many threads share so many
   * streams, in place of a call for each. A face that finds no room in a stream gets a call of its
   * own. The server takes turns between calls, so all faces of a stream have one turn together; and
   * it does not know of their deadlines, which this client keeps. Default: 0, a call for each.
   */
  public FacetClientBuilder sharedStreams(int streams) {
    if (streams < 0) {
      throw new IllegalArgumentException("sharedStreams: " + streams + " (expected: 0 or more)");
    }
    this.sharedStreams = streams;
    return this;
  }

  /** Adds an interceptor of all calls; the one added last sees a call first. */
  public FacetClientBuilder intercept(ClientInterceptor interceptor) {
    interceptors.add(interceptor);
    return this;
  }

  /**
   * Sets what this builder does not know, such as {@code
   * GrpcOpenTelemetry::configureChannelBuilder} for metrics and traces. Comes last, and so wins.
   */
  public FacetClientBuilder configureChannel(Consumer<ManagedChannelBuilder<?>> settings) {
    requireOwnChannel("configureChannel");
    channelSettings.add(settings);
    return this;
  }

  /** Builds the client. It connects with its first call. */
  public FacetClient build() {
    ManagedChannel owned = target == null ? null : open(target);
    Channel channel = owned == null ? passedIn : owned;
    if (channel == null) {
      throw new IllegalStateException("neither a target nor a channel");
    }
    Calls calls =
        new Calls(
            ClientInterceptors.intercept(channel, interceptors),
            callOptions(),
            maxMessageBytes,
            maxAttempts);
    SharedStreams shared =
        sharedStreams == 0 ? null : new SharedStreams(calls, options, sharedStreams);
    return new FacetClient(calls, owned, options, shared);
  }

  private CallOptions callOptions() {
    CallOptions options = CallOptions.DEFAULT.withMaxInboundMessageSize(maxMessageBytes);
    if (token != null) {
      options = options.withCallCredentials(token);
    }
    return waitForReady ? options.withWaitForReady() : options;
  }

  private ManagedChannel open(String target) {
    ChannelCredentials security =
        credentials == null ? TlsChannelCredentials.create() : credentials;
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilder(target, security)
            .defaultServiceConfig(ServiceConfig.of(loadBalancing, maxAttempts, hedgingDelay))
            // A stream has no deadline: a ping finds out that the connection is dead.
            .keepAliveTime(keepalive.toNanos(), TimeUnit.NANOSECONDS)
            .keepAliveTimeout(keepaliveTimeout.toNanos(), TimeUnit.NANOSECONDS)
            // gRPC does not repeat a call whose request is beyond this, 1 MiB unless it is set.
            .perRpcBufferLimit(maxMessageBytes);
    if (!target.startsWith(CONTROL_PLANE)) {
      // Who answers for a name in DNS is not to say how often calls are repeated.
      builder.disableServiceConfigLookUp();
    }
    if (maxAttempts == 1) {
      builder.disableRetry();
    }
    if (executor != null) {
      builder.executor(executor);
    }
    channelSettings.forEach(settings -> settings.accept(builder));
    return builder.build();
  }

  private void requireOwnChannel(String setting) {
    if (passedIn != null) {
      throw new IllegalStateException(setting + ": the channel was passed in and has its own");
    }
  }
}
