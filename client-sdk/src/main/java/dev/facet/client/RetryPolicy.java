package dev.facet.client;

import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.ModelServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which calls gRPC makes again by itself, as a service config. */
final class RetryPolicy {
  /** gRPC caps a larger number. */
  static final int MOST_ATTEMPTS = 5;

  private RetryPolicy() {}

  /**
   * Repeats the calls that change nothing on the server, where it is not available. A service
   * config knows numbers as doubles only.
   */
  static Map<String, ?> serviceConfig(int maxAttempts) {
    List<Map<String, String>> repeatable =
        Stream.of(
                EmbeddingServiceGrpc.getEmbedMethod(),
                EmbeddingServiceGrpc.getEmbedBatchMethod(),
                EmbeddingServiceGrpc.getCompareMethod(),
                ModelServiceGrpc.getListModelsMethod())
            .map(RetryPolicy::name)
            .toList();
    Map<String, Object> policy =
        Map.of(
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
    return Map.of("methodConfig", List.of(Map.of("name", repeatable, "retryPolicy", policy)));
  }

  private static Map<String, String> name(MethodDescriptor<?, ?> method) {
    return Map.of(
        "service", method.getServiceName(),
        "method", method.getBareMethodName());
  }
}
