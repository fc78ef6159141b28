package dev.facet.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.server.security.Scope;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.ModelServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AuthenticationTest {

  @Test
  void whatChangesModels_needsAdmin_theRestEmbed() {
    assertEquals(
        new TreeMap<>(
            Map.of(
                "ListModels", "embed",
                "GetModel", "embed",
                "WatchModels", "embed",
                "ActivateVersion", "admin",
                "RollbackVersion", "admin",
                "PinVersion", "admin",
                "DeactivateVersion", "admin",
                "StartRollout", "admin",
                "StopRollout", "admin")),
        new TreeMap<>(needed(ModelServiceGrpc.getServiceDescriptor())));
    assertEquals(
        Map.of("Embed", "embed", "EmbedBatch", "embed", "EmbedStream", "embed", "Compare", "embed"),
        needed(EmbeddingServiceGrpc.getServiceDescriptor()));
  }

  @Test
  void health_isOpen_reflectionIsNot() {
    assertEquals(
        Map.of("Check", "nothing", "Watch", "nothing"), needed(HealthGrpc.getServiceDescriptor()));
    assertEquals(
        Map.of("ServerReflectionInfo", "embed"),
        needed(ServerReflectionGrpc.getServiceDescriptor()));
  }

  private static Map<String, String> needed(ServiceDescriptor service) {
    return service.getMethods().stream()
        .collect(
            Collectors.toMap(
                method -> String.valueOf(method.getBareMethodName()),
                AuthenticationTest::neededText));
  }

  private static String neededText(MethodDescriptor<?, ?> method) {
    Optional<Scope> needed = Authentication.needed(method);
    return needed.map(Scope::toString).orElse("nothing");
  }
}
