package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.server.security.TestAuthority;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbeddingServiceGrpc;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {

  private static final EmbedStreamRequest ITEM =
      EmbedStreamRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private final List<Socket> sockets = new ArrayList<>();
  private final Path directory;
  private final Path repository;

  ConnectionsTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
  }

  @AfterEach
  void closeSockets() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void connectionsAboveTheLimit_areClosedAsTheyCome() throws Exception {
    try (TestServer server = new TestServer(repository, "limits.max-connections", "2")) {
      Socket first = connect(server, "127.0.0.1");
      Socket second = connect(server, "127.0.0.2");
      TestServer.await(2, () -> connections(server));

      awaitEnd(connect(server, "127.0.0.3"));
      assertEquals(1, server.count("facet.connections.refused", "reason", "ALL"));
      assertEquals(2, connections(server));

      first.close();
      second.close();
      TestServer.await(0, () -> connections(server));
      assertTrue(embeds(server));
    }
  }

  @Test
  void connectionsOfOneAddress_areLimitedForThemselves() throws Exception {
    try (TestServer server =
        new TestServer(repository, "limits.max-connections-per-address", "1")) {
      Socket first = connect(server, "127.0.0.1");
      TestServer.await(1, () -> connections(server));

      awaitEnd(connect(server, "127.0.0.1"));
      assertEquals(1, server.count("facet.connections.refused", "reason", "ADDRESS"));

      connect(server, "127.0.0.2");
      TestServer.await(2, () -> connections(server));
      first.close();
      TestServer.await(1, () -> connections(server));
      assertTrue(embeds(server));
    }
  }

  @Test
  void connectionThatSaysNothing_isClosed_andOneWithACallIsNot() throws Exception {
    try (TestServer server = new TestServer(repository, "keepalive.handshake-timeout", "200ms")) {
      StreamClient stream = StreamClient.open(server.streams());
      stream.send(ITEM);
      assertTrue(stream.next().hasEmbedding());

      awaitEnd(connect(server, "127.0.0.1"));

      stream.send(ITEM);
      assertTrue(stream.next().hasEmbedding());
      assertEquals(1, connections(server));
    }
  }

  @Test
  void connectionThatNeverFinishesTls_isClosed() throws Exception {
    Path certificate = directory.resolve("server.pem");
    Path key = directory.resolve("server.key");
    new TestAuthority("ours").issue("server").write(certificate, key);
    try (TestServer server =
        new TestServer(
            repository,
            "keepalive.handshake-timeout",
            "200ms",
            "tls.certificate",
            certificate.toString(),
            "tls.key",
            key.toString())) {
      Socket socket = connect(server, "127.0.0.1");
      // A record of a handshake, of which the rest does not come.
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1});

      awaitEnd(socket);
    }
  }

  @Test
  void idleConnection_isClosed_andOneWithAStreamIsNot() throws Exception {
    try (TestServer server = new TestServer(repository, "keepalive.max-connection-idle", "1s")) {
      ManagedChannel idle = server.newChannel();
      StreamClient stream = StreamClient.open(server.streams());
      stream.send(ITEM);
      assertTrue(stream.next().hasEmbedding());
      assertTrue(embeds(idle));
      assertEquals(2, connections(server));

      TestServer.await(1, () -> connections(server));

      stream.send(ITEM);
      assertTrue(stream.next().hasEmbedding());
      assertTrue(embeds(idle), "connects anew");
      idle.shutdownNow();
    }
  }

  @Test
  void connectionWhoseClientCancelsCallAfterCall_isClosed() throws Exception {
    try (TestServer server = new TestServer(repository, "limits.max-resets-per-connection", "50")) {
      StreamClient stream = StreamClient.open(server.streams());
      stream.send(ITEM);
      assertTrue(stream.next().hasEmbedding());

      cancelCalls(server, 60);

      ExecutionException end = assertThrows(ExecutionException.class, stream::awaitEnd);
      assertEquals(Code.RESOURCE_EXHAUSTED, Status.fromThrowable(end).getCode());
      assertTrue(embeds(server), "over another connection");
    }
  }

  @Test
  void clientThatCancelsAFewCalls_staysConnected() throws Exception {
    try (TestServer server = new TestServer(repository)) {
      StreamClient stream = StreamClient.open(server.streams());
      stream.send(ITEM);
      assertTrue(stream.next().hasEmbedding());

      cancelCalls(server, 60);

      stream.send(ITEM);
      assertTrue(stream.next().hasEmbedding());
      assertEquals(1, connections(server));
    }
  }

  /** Calls that never end by themselves, each cancelled once the server has answered it. */
  private static void cancelCalls(TestServer server, int count) {
    for (int i = 0; i < count; i++) {
      CancellableContext call = Context.current().withCancellation();
      call.run(() -> watchHealth(server));
      call.cancel(null);
    }
  }

  /** Returns with the first answer, or where the connection ends before. */
  private static void watchHealth(TestServer server) {
    try {
      var unused =
          HealthGrpc.newBlockingStub(server.channel())
              .watch(HealthCheckRequest.getDefaultInstance())
              .next();
    } catch (StatusRuntimeException closed) {
      // As it should be after too many; whether it should, the test asks.
    }
  }

  private static double connections(TestServer server) {
    return server.meters().get("facet.connections").gauge().value();
  }

  private static boolean embeds(TestServer server) {
    return embeds(server.channel());
  }

  private static boolean embeds(ManagedChannel channel) {
    return EmbeddingServiceGrpc.newBlockingStub(channel)
        .withWaitForReady()
        .embed(EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build())
        .hasEmbedding();
  }

  private Socket connect(TestServer server, String from) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(server.server().address());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** Reads what the server says until it ends the connection; fails where it does not. */
  private static void awaitEnd(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    try {
      while (in.read() >= 0) {}
    } catch (SocketException reset) {
      // Another way to end it.
    }
  }
}
