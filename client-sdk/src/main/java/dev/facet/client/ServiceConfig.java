package dev.facet.client;

import dev.facet.v1.DetectionServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.ModelServiceGrpc;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What gRPC does by itself, as a <a
 * href="https://github.com/grpc/grpc/blob/master/doc/service_config.md">service config</a>: which
 * server gets a call, and which calls are made again. Numbers are doubles, since a service config
 * knows no others.
 */
final class ServiceConfig {
  /** gRPC caps a larger number. */
  static final int MOST_ATTEMPTS = 5;

  /** Of a server's calls in this time, beside those of the others, it is judged. */
  private static final String JUDGED_EVERY = "2s";

  /** How long a server is left out the first time; longer each time that follows. */
  private static final String EJECTED_FOR = "10s";

  private ServiceConfig() {}

  /**
   * A service config.
   *
   * @param balancing where calls go
   * @param maxAttempts how often a call that changes nothing may be made, the first time included
   * @param hedgingDelay after how long without an answer such a call is made again beside itself;
   *     zero: only once it has failed
   */
  static Map<String, ?> of(LoadBalancing balancing, int maxAttempts, Duration hedgingDelay) {
    Map<String, Object> config = new HashMap<>();
    config.put("loadBalancingConfig", balancing(balancing));
    if (balancing != LoadBalancing.PICK_FIRST) {
      config.put("healthCheckConfig", Map.of("serviceName", EmbeddingServiceGrpc.SERVICE_NAME));
    }
    if (maxAttempts > 1) {
      config.put(
          "methodConfig",
          List.of(
              hedgingDelay.isZero()
                  ? Map.of("name", repeatable(), "retryPolicy", retry(maxAttempts))
                  : Map.of(
                      "name", repeatable(), "hedgingPolicy", hedge(maxAttempts, hedgingDelay))));
    }
    return config;
  }

  private static List<Map<String, ?>> balancing(LoadBalancing balancing) {
    Map<String, ?> policy = Map.of(balancing.policy(), Map.of());
    return List.of(balancing == LoadBalancing.PICK_FIRST ? policy : ejecting(policy));
  }

  /** Leaves out for a while a server most of whose calls fail, unless half of them do. */
  private static Map<String, ?> ejecting(Map<String, ?> policy) {
    Map<String, Object> failures =
        Map.of(
            "threshold", 50.0,
            "enforcementPercentage", 100.0,
            "minimumHosts", 2.0,
            "requestVolume", 5.0);
    return Map.of(
        "outlier_detection_experimental",
        Map.of(
            "interval", JUDGED_EVERY,
            "baseEjectionTime", EJECTED_FOR,
            "maxEjectionPercent", 50.0,
            "failurePercentageEjection", failures,
            "childPolicy", List.of(policy)));
  }

  /** For what is not available, and what is refused with a time after which to come again. */
  private static Map<String, ?> retry(int maxAttempts) {
    return Map.of(
        "maxAttempts",
        (double) maxAttempts,
        "initialBackoff",
        "0.1s",
        "maxBackoff",
        "1s",
        "backoffMultiplier",
        2.0,
        "retryableStatusCodes",
        List.of("UNAVAILABLE"));
  }

  private static Map<String, ?> hedge(int maxAttempts, Duration delay) {
    return Map.of(
        "maxAttempts", (double) maxAttempts,
        "hedgingDelay", seconds(delay),
        "nonFatalStatusCodes", List.of("UNAVAILABLE"));
  }

  private static String seconds(Duration duration) {
    return "%d.%09ds".formatted(duration.getSeconds(), duration.getNano());
  }

  /** The calls that change nothing on the server. */
  private static List<Map<String, String>> repeatable() {
    return Stream.of(
            EmbeddingServiceGrpc.getEmbedMethod(),
            EmbeddingServiceGrpc.getEmbedBatchMethod(),
            EmbeddingServiceGrpc.getCompareMethod(),
            DetectionServiceGrpc.getDetectMethod(),
            ModelServiceGrpc.getListModelsMethod())
        .map(ServiceConfig::name)
        .toList();
  }

  private static Map<String, String> name(MethodDescriptor<?, ?> method) {
    return Map.of(
        "service", method.getServiceName(),
        "method", method.getBareMethodName());
  }
}
