package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.WatchModelsRequest;
import dev.facet.v1.WatchModelsResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminPortTest {

  private static final EmbedRequest EMBED =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private static final ActivateVersionRequest ACTIVATE =
      ActivateVersionRequest.newBuilder().setName("face").setVersion(1).build();

  private final Path repository;

  AdminPortTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void withoutOne_modelsAreChangedWhereAllElseIsServed() throws Exception {
    try (TestServer server = new TestServer(repository, "models.activation", "true")) {
      assertEquals(Optional.empty(), server.server().adminAddress());
      assertEquals(1, server.models().activateVersion(ACTIVATE).getVersion().getRef().getVersion());
    }
  }

  @Test
  void modelsAreChangedAtTheAdminPort_andNotAtTheOther() throws Exception {
    try (TestServer server = server()) {
      Refusal.require(
          Code.PERMISSION_DENIED,
          "ADMIN_PORT",
          "models are not changed at this port (expected: that of admin.port)",
          () -> server.models().activateVersion(ACTIVATE));
      assertTrue(server.embeddings().embed(EMBED).hasEmbedding());
      assertEquals(
          1, server.models().listModels(ListModelsRequest.getDefaultInstance()).getVersionsCount());

      ManagedChannel admin = adminChannel(server);
      assertEquals(1, models(admin).activateVersion(ACTIVATE).getVersion().getRef().getVersion());
      assertEquals(
          1, models(admin).listModels(ListModelsRequest.getDefaultInstance()).getVersionsCount());
      assertEquals(
          ServingStatus.SERVING,
          HealthGrpc.newBlockingStub(admin)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus());
      admin.shutdownNow();
    }
  }

  @Test
  void facesAreNotEmbeddedAtTheAdminPort() throws Exception {
    try (TestServer server = server()) {
      ManagedChannel admin = adminChannel(server);

      assertEquals(
          Code.UNIMPLEMENTED,
          assertThrows(
                  StatusRuntimeException.class,
                  () -> EmbeddingServiceGrpc.newBlockingStub(admin).embed(EMBED))
              .getStatus()
              .getCode());
      admin.shutdownNow();
    }
  }

  @Test
  void shutdown_endsTheCallsOfBothPorts() throws Exception {
    try (TestServer server = server()) {
      ManagedChannel admin = adminChannel(server);
      Iterator<WatchModelsResponse> watch =
          models(admin).watchModels(WatchModelsRequest.getDefaultInstance());
      assertEquals(1, watch.next().getVersion().getRef().getVersion());

      server.server().shutdown();

      assertEquals(
          Code.UNAVAILABLE,
          assertThrows(StatusRuntimeException.class, () -> watch.forEachRemaining(more -> {}))
              .getStatus()
              .getCode());
      assertEquals(
          Code.UNAVAILABLE,
          assertThrows(
                  StatusRuntimeException.class,
                  () -> models(admin).listModels(ListModelsRequest.getDefaultInstance()))
              .getStatus()
              .getCode());
      admin.shutdownNow();
    }
  }

  @Test
  void takenPort_endsTheStart_andFreesTheOther() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int free = freePort();

      assertThrows(
          IOException.class,
          () ->
              server(
                  "server.port",
                  String.valueOf(free),
                  "admin.port",
                  String.valueOf(taken.getLocalPort())));
      TestServer.await(1, () -> isFree(free) ? 1 : 0);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private TestServer server() throws IOException {
    return server("admin.port", "0");
  }

  private TestServer server(String... ports) throws IOException {
    String[] flags = new String[ports.length + 4];
    System.arraycopy(ports, 0, flags, 4, ports.length);
    System.arraycopy(
        new String[] {"admin.enabled", "true", "models.activation", "true"}, 0, flags, 0, 4);
    return new TestServer(repository, flags);
  }

  private static ManagedChannel adminChannel(TestServer server) {
    InetSocketAddress address = server.server().adminAddress().orElseThrow();
    return Grpc.newChannelBuilderForAddress(
            address.getHostString(), address.getPort(), InsecureChannelCredentials.create())
        .build();
  }

  private static ModelServiceGrpc.ModelServiceBlockingStub models(ManagedChannel channel) {
    return ModelServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
  }
}
