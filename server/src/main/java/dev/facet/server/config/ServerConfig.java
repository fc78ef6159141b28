package dev.facet.server.config;

import dev.facet.model.engine.GraphPasses;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that can be set. Immutable, and valid: the constructor refuses a value that is not allowed
 * with {@link BadConfigException}. Defaults, ranges and meanings: {@code docs/configuration.md}.
 *
 * <p>A key is the component's name in kebab case with its section in front ({@code
 * limits.max-pixels}); in the environment it is {@code FACET_LIMITS_MAX_PIXELS}.
 *
 * @param server where it listens, and how it stops
 * @param admin where models are changed
 * @param http what operators are told over HTTP
 * @param log what is logged, and how
 * @param traces whether calls are traced
 * @param tls how connections are secured
 * @param auth who may call
 * @param limits what a caller may send
 * @param keepalive how connections live and end
 * @param batching how requests become batches
 * @param preprocess how images become tensors
 * @param stream how streams are read
 * @param models which models are served
 * @param engine on which devices they run, and how
 */
public record ServerConfig(
    Server server,
    AdminConfig admin,
    HttpConfig http,
    LogConfig log,
    TracesConfig traces,
    Tls tls,
    AuthConfig auth,
    Limits limits,
    Keepalive keepalive,
    Batching batching,
    Preprocess preprocess,
    Stream stream,
    Models models,
    Engine engine) {

  /** Checks every value, alone and together. */
  public ServerConfig {
    List<Record> sections =
        List.of(
            server,
            admin,
            http,
            log,
            traces,
            tls,
            auth,
            limits,
            keepalive,
            batching,
            preprocess,
            stream,
            models,
            engine);
    for (int i = 0; i < sections.size(); i++) {
      Section.all().get(i).check(sections.get(i));
    }
    tls.requireWhole();
    auth.requireWhole();
    limits.requireWhole();
    if (batching.queueCapacity() < limits.maxBatchImages()) {
      throw BadConfigException.of(
          "batching.queue-capacity",
          batching.queueCapacity(),
          "at least limits.max-batch-images, " + limits.maxBatchImages());
    }
    if (batching.queueBytes().compareTo(limits.maxMessageBytes()) < 0) {
      throw BadConfigException.of(
          "batching.queue-bytes",
          batching.queueBytes(),
          "at least limits.max-message-bytes, " + limits.maxMessageBytes());
    }
    // One that stands there twice would take its memory twice, and compute no faster.
    if (Set.copyOf(engine.devices()).size() < engine.devices().size()) {
      throw BadConfigException.of(
          "engine.devices", String.join(",", engine.devices()), "each device once");
    }
    try {
      engine.passes();
    } catch (IllegalArgumentException unknown) {
      throw new BadConfigException("engine." + unknown.getMessage(), unknown);
    }
  }

  /**
   * Reads the configuration: defaults, over them the file, over it the environment, over it the
   * flags. Keys that do not exist are refused, wherever they stand.
   *
   * @param file a YAML file with a mapping for each section
   * @param environment environment variables; only those named {@code FACET_*} are looked at
   * @param flags values by key, such as {@code server.port}
   * @throws BadConfigException where the file cannot be read, a key does not exist, or a value is
   *     not allowed
   */
  public static ServerConfig load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    ConfigLoader loader = new ConfigLoader();
    file.ifPresent(loader::file);
    loader.environment(environment);
    loader.flags(flags);
    return loader.build();
  }

  /** This configuration as YAML, every key with its value; {@link #load} reads it back. */
  public String toYaml() {
    return ConfigYaml.write(this);
  }

  /**
   * Where it listens, and how it stops.
   *
   * @param host name or address to listen on; {@code 0.0.0.0} is all interfaces
   * @param port TCP port; 0 lets the system choose
   * @param gracePeriod how long accepted calls may go on once the server is told to stop
   */
  public record Server(
      @Setting(defaultValue = "127.0.0.1", pattern = "\\S+", expected = "a host name or address")
          String host,
      @Setting(defaultValue = "50051", min = "0", max = "65535") int port,
      @Setting(defaultValue = "30s", min = "0", max = "1h") Duration gracePeriod) {

    /** The address to listen on; unresolved where there is none of that name. */
    public InetSocketAddress address() {
      return new InetSocketAddress(host, port);
    }
  }

  /**
   * How connections are secured. The files are read again when they change.
   *
   * @param certificate PEM file of the server's certificate and those that lead to its authority;
   *     empty: no TLS
   * @param key PEM file of the certificate's private key, PKCS#8; set where the certificate is
   * @param clientCa PEM file of the authorities of which a client must have a certificate; empty:
   *     clients need none
   */
  public record Tls(
      @Setting(defaultValue = "", expected = "a PEM file, or nothing") String certificate,
      @Setting(defaultValue = "", expected = "a PEM file, or nothing") String key,
      @Setting(defaultValue = "", expected = "a PEM file, or nothing") String clientCa) {

    /** Whether connections are encrypted. */
    public boolean enabled() {
      return !certificate.isEmpty();
    }

    /** Whether clients must have a certificate. */
    public boolean asksClients() {
      return !clientCa.isEmpty();
    }

    private void requireWhole() {
      if (enabled() && key.isEmpty()) {
        throw BadConfigException.of("tls.key", key, "a PEM file, since tls.certificate is set");
      }
      if (!enabled() && !key.isEmpty()) {
        throw BadConfigException.of(
            "tls.certificate", certificate, "a PEM file, since tls.key is set");
      }
      if (!enabled() && asksClients()) {
        throw BadConfigException.of(
            "tls.certificate", certificate, "a PEM file, since tls.client-ca is set");
      }
    }
  }

  /**
   * What a caller may send.
   *
   * @param maxMessageBytes largest message; beyond it gRPC answers RESOURCE_EXHAUSTED
   * @param receivingBytes most bytes of messages of which only a part has come, over all
   *     connections; the call that exceeds it is ended with RESOURCE_EXHAUSTED
   * @param maxImageBytes largest encoded image
   * @param maxPixels most pixels of an image, width x height, known before decoding
   * @param maxBatchImages most images of one EmbedBatch
   * @param maxTiles most parts in which a photo is looked at for small faces
   * @param maxFaces most faces of a photo that are embedded
   * @param maxMetadataBytes largest metadata (headers) of a call
   * @param maxCallsPerConnection most calls under way on one connection
   * @param maxResetsPerConnection most calls that the client of a connection may cancel within ten
   *     seconds; beyond it the connection is closed; 0: as many as it likes
   * @param maxConnections most connections of a port; more are closed as they come; 0: as many as
   *     come
   * @param maxConnectionsPerAddress most of them from one address; 0: as many as come
   * @param clientRate most images that a client may send a second; a call without one counts as
   *     one; 0: as many as it likes
   * @param clientBurst how many it may send at once after a pause; 0: as many as a second gives
   * @param clientConcurrency most calls of a client under way; 0: as many as it likes
   */
  public record Limits(
      @Setting(defaultValue = "16 MiB", min = "64 KiB", max = "1 GiB") ByteSize maxMessageBytes,
      @Setting(defaultValue = "256 MiB", min = "64 KiB", max = "64 GiB") ByteSize receivingBytes,
      @Setting(defaultValue = "8 MiB", min = "1 KiB", max = "1 GiB") ByteSize maxImageBytes,
      @Setting(defaultValue = "33554432", min = "1", max = "268435456") long maxPixels,
      @Setting(defaultValue = "256", min = "1", max = "65536") int maxBatchImages,
      @Setting(defaultValue = "64", min = "1", max = "4096") int maxTiles,
      @Setting(defaultValue = "128", min = "1", max = "4096") int maxFaces,
      @Setting(defaultValue = "8 KiB", min = "1 KiB", max = "1 MiB") ByteSize maxMetadataBytes,
      @Setting(defaultValue = "1000", min = "1", max = "1000000") int maxCallsPerConnection,
      @Setting(defaultValue = "10000", min = "0", max = "1000000") int maxResetsPerConnection,
      @Setting(defaultValue = "10000", min = "0", max = "1000000") int maxConnections,
      @Setting(defaultValue = "0", min = "0", max = "1000000") int maxConnectionsPerAddress,
      @Setting(defaultValue = "0", min = "0", max = "1000000") int clientRate,
      @Setting(defaultValue = "0", min = "0", max = "1000000") int clientBurst,
      @Setting(defaultValue = "0", min = "0", max = "1000000") int clientConcurrency) {

    /** How many images a client may send at once: 2 or more, as many as a comparison has. */
    public int burst() {
      return clientBurst == 0 ? Math.max(clientRate, 2) : clientBurst;
    }

    private void requireWhole() {
      if (receivingBytes.compareTo(maxMessageBytes) < 0) {
        throw BadConfigException.of(
            "limits.receiving-bytes",
            receivingBytes,
            "at least limits.max-message-bytes, " + maxMessageBytes);
      }
      if (clientBurst == 1) {
        throw BadConfigException.of(
            "limits.client-burst", clientBurst, "0, or 2 or more, as many as a comparison has");
      }
      if (clientBurst != 0 && clientRate == 0) {
        throw BadConfigException.of(
            "limits.client-burst", clientBurst, "0, since limits.client-rate is 0");
      }
    }
  }

  /**
   * How connections live and end.
   *
   * @param handshakeTimeout how long a connection may take until its client speaks HTTP/2, TLS
   *     included; beyond it the connection is closed
   * @param time after so long without traffic the server asks whether the peer is still there
   * @param timeout how long it waits for the answer before it closes the connection
   * @param minTime clients that ping more often are disconnected
   * @param permitWithoutCalls whether clients may ping while they have no call
   * @param maxConnectionAge after so long a client is told to reconnect; zero: never
   * @param maxConnectionAgeGrace how long calls of such a connection may go on; zero: to their end
   * @param maxConnectionIdle after so long without a call a connection is closed; zero: never
   */
  public record Keepalive(
      @Setting(defaultValue = "20s", min = "100ms", max = "10m") Duration handshakeTimeout,
      @Setting(defaultValue = "5m", min = "10s", max = "24h") Duration time,
      @Setting(defaultValue = "20s", min = "1s", max = "1h") Duration timeout,
      @Setting(defaultValue = "30s", min = "1s", max = "24h") Duration minTime,
      @Setting(defaultValue = "false") boolean permitWithoutCalls,
      @Setting(defaultValue = "1h", min = "0", max = "720h") Duration maxConnectionAge,
      @Setting(defaultValue = "0s", min = "0", max = "720h") Duration maxConnectionAgeGrace,
      @Setting(defaultValue = "30m", min = "0", max = "720h") Duration maxConnectionIdle) {}

  /**
   * How requests become batches, for each loaded version of a model.
   *
   * @param workers engine threads a device; 0: one a core on the CPU, one on a GPU
   * @param maxBatchSize most items of one batch; 0: as many as the engine runs at once
   * @param maxBatchDelay how long a worker waits for a fuller batch; zero: not at all
   * @param queueCapacity most items that are accepted and not yet answered
   * @param queueBytes most bytes of images that are accepted and not yet answered
   */
  public record Batching(
      @Setting(defaultValue = "0", min = "0", max = "256") int workers,
      @Setting(defaultValue = "0", min = "0", max = "1024") int maxBatchSize,
      @Setting(defaultValue = "0s", min = "0", max = "10s") Duration maxBatchDelay,
      @Setting(defaultValue = "1024", min = "1", max = "1000000") int queueCapacity,
      @Setting(defaultValue = "256 MiB", min = "64 KiB", max = "64 GiB") ByteSize queueBytes) {}

  /**
   * How images become tensors.
   *
   * @param threads decoding and aligning threads, shared by all models; 0: one a core
   */
  public record Preprocess(@Setting(defaultValue = "0", min = "0", max = "256") int threads) {

    /** How many threads there are: as many as there are cores, where none is set. */
    public int threadCount() {
      return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
  }

  /**
   * How streams are read.
   *
   * @param maxInFlight most items of one stream that are read and not yet answered
   */
  public record Stream(@Setting(defaultValue = "64", min = "1", max = "65536") int maxInFlight) {}

  /**
   * Which models are served.
   *
   * @param repository directory of the model repository
   * @param defaultModel model of requests that name none; empty: the only model of the repository
   * @param detector detector of requests that name none; empty: the only one that is served
   * @param trustedKeys PEM file of public keys, by one of which a version must be signed to be
   *     loaded; empty: it need not be signed
   * @param activation whether callers may change which versions are loaded and live
   * @param control {@code explicit}: versions change when they are told to; {@code poll}: also when
   *     the repository changes
   * @param pollInterval time between two looks at the repository
   * @param live versions that are live whatever else is recorded or published
   * @param pinned versions that are kept loaded
   * @param loadTimeout how long a load may take while the server runs
   * @param drainTimeout how long a version that is no longer needed stays for the streams that hold
   *     it
   * @param memoryBudget most memory of all loaded versions together, as estimated; 0: no bound but
   *     what the machine or its container has left
   */
  public record Models(
      @Setting(defaultValue = "models", pattern = ".+", expected = "a directory") String repository,
      @Setting(name = "default", defaultValue = "", expected = "a model's name, or nothing")
          String defaultModel,
      @Setting(defaultValue = "", expected = "a detector's name, or nothing") String detector,
      @Setting(defaultValue = "", expected = "a PEM file, or nothing") String trustedKeys,
      @Setting(defaultValue = "false") boolean activation,
      @Setting(defaultValue = "explicit", pattern = "explicit|poll", expected = "explicit or poll")
          String control,
      @Setting(defaultValue = "2s", min = "10ms", max = "1h") Duration pollInterval,
      @Setting(
              defaultValue = "",
              pattern = "[a-z0-9][a-z0-9._-]{0,62}/[1-9][0-9]{0,17}",
              expected = "a list of NAME/VERSION, or nothing")
          List<String> live,
      @Setting(
              defaultValue = "",
              pattern = "[a-z0-9][a-z0-9._-]{0,62}/[1-9][0-9]{0,17}",
              expected = "a list of NAME/VERSION, or nothing")
          List<String> pinned,
      @Setting(defaultValue = "2m", min = "1ms", max = "24h") Duration loadTimeout,
      @Setting(defaultValue = "10m", min = "1ms", max = "720h") Duration drainTimeout,
      @Setting(defaultValue = "0", min = "0", max = "65536 GiB") ByteSize memoryBudget) {

    /** Copies the lists. */
    public Models {
      live = List.copyOf(live);
      pinned = List.copyOf(pinned);
    }

    /** Whether the repository is watched. */
    public boolean polls() {
      return control.equals("poll");
    }
  }

  /**
   * On which devices the models run, and how.
   *
   * @param devices {@code cpu} and {@code gpu0}, {@code gpu1}, ..., one or more, each once; each
   *     model is loaded once on each
   * @param graphPasses how graphs are rewritten to run faster, on the CPU: {@code all}, {@code
   *     none}, or some of {@link GraphPasses#names}
   */
  public record Engine(
      @Setting(
              defaultValue = "cpu",
              pattern = "cpu|gpu(0|[1-9]\\d{0,2})",
              expected = "a list of cpu, gpu0, gpu1, ...")
          List<String> devices,
      @Setting(
              defaultValue = "all",
              pattern = "[a-z0-9-]+",
              expected = "all, none, or a list of passes")
          List<String> graphPasses) {

    /** Copies the lists. */
    public Engine {
      devices = List.copyOf(devices);
      graphPasses = List.copyOf(graphPasses);
    }

    /**
     * The passes that are named.
     *
     * @throws IllegalArgumentException if a name is none of a pass
     */
    public GraphPasses passes() {
      return GraphPasses.parse(String.join(",", graphPasses));
    }
  }
}
