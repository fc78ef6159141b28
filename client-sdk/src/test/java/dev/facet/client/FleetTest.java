package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.rpc.Code;
import dev.facet.client.fixture.FakeEmbeddingService;
import dev.facet.client.fixture.FakeEmbeddings;
import dev.facet.client.fixture.FakeServer;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several servers behind one client. */
@Timeout(60)
class FleetTest {
  /** {@code ::1}. */
  private static final byte[] LOOPBACK_6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private List<FakeServer> servers;

  @BeforeEach
  void start() throws Exception {
    servers = List.of(FakeServer.start(), FakeServer.start(), FakeServer.start());
  }

  @AfterEach
  void stop() {
    servers.forEach(FakeServer::close);
  }

  @Test
  void calls_goToEachServerInTurn() {
    try (FacetClient client = builder().build()) {
      awaitAll(client);
      int[] before = calls();
      for (int i = 0; i < 30; i++) {
        client.embed(image());
      }
      for (int server = 0; server < 3; server++) {
        assertEquals(10, calls()[server] - before[server]);
      }
    }
  }

  @Test
  void drainingServer_isLeftOut_andNoCallFails() {
    try (FacetClient client = builder().build()) {
      awaitAll(client);
      servers.get(1).drain();
      for (int i = 0; i < 60; i++) {
        assertEquals(4, client.embed(image()).dimension());
      }
      int last = calls()[1];
      for (int i = 0; i < 30; i++) {
        client.embed(image());
      }
      assertEquals(last, calls()[1]);
    }
  }

  @Test
  void callsWait_whileNoServerCanBeReached() throws Exception {
    try (FacetClient client = builder().build()) {
      awaitAll(client);
      servers.forEach(FakeServer::drain);
      for (FakeServer server : servers) {
        server.awaitEnd();
      }
      CompletableFuture<FaceEmbedding> waiting = client.embedAsync(image());
      try (FakeServer back = servers.get(1).restart()) {
        assertEquals(4, waiting.join().dimension());
        assertTrue(back.service().calls() > 0);
      }
    }
  }

  @Test
  void serverThatIsNotServing_getsNoCalls() {
    try (FacetClient client = builder().build()) {
      awaitAll(client);
      servers.get(2).notServing();
      int idle = 0;
      int last = calls()[2];
      while (idle < 30) {
        client.embed(image());
        idle = calls()[2] == last ? idle + 1 : 0;
        last = calls()[2];
      }
    }
  }

  @Test
  void silentServer_holdsUpNoHedgedCall() {
    try (FacetClient client = builder().hedgingDelay(Duration.ofMillis(50)).build()) {
      awaitAll(client);
      servers.get(0).service().hold();
      for (int i = 0; i < 30; i++) {
        assertEquals(4, client.embed(image()).dimension());
      }
    }
  }

  @Test
  void serverMostOfWhoseCallsFail_isLeftOutForAWhile() {
    try (FacetClient client = builder().maxAttempts(2).build()) {
      awaitAll(client);
      FakeServer failing = servers.get(0);
      int idle = 0;
      int last = failing.service().calls();
      while (idle < 30) {
        failing
            .service()
            .refuseNext(FakeEmbeddings.status(Code.UNAVAILABLE, "out of order", "DRAINING"));
        client.embed(image());
        idle = failing.service().calls() == last ? idle + 1 : 0;
        last = failing.service().calls();
      }
    }
  }

  @Test
  void streams_areOpenedOnEachServerInTurn_andTakenUpByTheOthers() throws Exception {
    try (FacetClient client = builder().build()) {
      awaitAll(client);
      List<FaceImage> images = Stream.generate(FleetTest::image).limit(20).toList();
      FakeServer silent = servers.get(0);
      silent.service().hold();
      EmbedOptions impatient = client.options().withDeadline(Duration.ofSeconds(4));
      while (silent.service().held() == 0) {
        try (Stream<Embedded<FaceImage>> results =
            client.embedAll(images.stream(), image -> image, StreamOptions.of(impatient))) {
          assertEquals(20, results.filter(face -> face.result().embedding().isPresent()).count());
        }
      }
      assertEquals(20, silent.service().held());
    }
  }

  @Test
  void listOfServers_mustHaveOne() {
    assertEquals(
        "servers: none (expected: one or more)",
        assertThrows(IllegalArgumentException.class, () -> FacetClient.builder(List.of()))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host:",
        ":1",
        "host:0",
        "host:x",
        "http://host:1",
        "host:1/path",
        "u@h:1",
        "a b:1",
        "h:1,g:2"
      })
  void server_isHostAndPort(String server) {
    assertEquals(
        "server: " + server + " (expected: host:port)",
        assertThrows(IllegalArgumentException.class, () -> FacetClient.builder(List.of(server)))
            .getMessage());
  }

  @Test
  void server_mayBeAnAddressOfAnyKind() throws Exception {
    assumeTrue(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1")),
        "no IPv6");
    Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getByAddress(LOOPBACK_6), 0))
            .addService(new FakeEmbeddingService())
            .build()
            .start();
    try (FacetClient client =
        FacetClient.builder(List.of("[::1]:" + server.getPort())).plaintext().build()) {
      assertEquals(4, client.embed(image()).dimension());
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void unknownHost_isLeftOutAsLongAsAnotherIsKnown() {
    List<String> addresses = List.of("no-such-host.invalid:1", servers.get(0).address());
    try (FacetClient client = FacetClient.builder(addresses).plaintext().build()) {
      assertEquals(4, client.embed(image()).dimension());
    }
    try (FacetClient client =
        FacetClient.builder(List.of("no-such-host.invalid:1"))
            .plaintext()
            .maxAttempts(1)
            .waitForReady(false)
            .build()) {
      FacetException e = assertThrows(FacetException.class, () -> client.embed(image()));
      assertTrue(e.toString().contains("no-such-host.invalid:1"), e::toString);
    }
  }

  private FacetClientBuilder builder() {
    return FacetClient.builder(servers.stream().map(FakeServer::address).toList()).plaintext();
  }

  /** Calls until each server had one: the client has connected to all. */
  private void awaitAll(FacetClient client) {
    while (Stream.of(0, 1, 2).anyMatch(server -> calls()[server] == 0)) {
      client.embed(image());
    }
  }

  private int[] calls() {
    return servers.stream().mapToInt(server -> server.service().calls()).toArray();
  }

  private static FaceImage image() {
    return FaceImage.of("a face".getBytes(StandardCharsets.UTF_8));
  }
}
