package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facet.client.fixture.FakeEmbeddingService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BearerTokenTest {
  private final Queue<String> shown = new ConcurrentLinkedQueue<>();

  @Test
  void token_isShownWithEachCall_asItIsThen() throws Exception {
    AtomicInteger rotation = new AtomicInteger();
    Server server = start(InetAddress.getLoopbackAddress());
    try (FacetClient client =
        FacetClient.builder("127.0.0.1:" + server.getPort())
            .plaintext()
            .token(() -> "secret-" + rotation.incrementAndGet())
            .build()) {
      client.embed(image());
      try (EmbeddingStream stream = client.openStream()) {
        assertEquals(4, stream.submit(image()).join().dimension());
      }
      assertEquals(List.of("Bearer secret-1", "Bearer secret-2"), List.copyOf(shown));
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void tokenThatCannotBeHad_failsTheCall() throws Exception {
    Server server = start(InetAddress.getLoopbackAddress());
    try (FacetClient client =
        FacetClient.builder("127.0.0.1:" + server.getPort())
            .plaintext()
            .token(
                () -> {
                  throw new IllegalStateException("the vault is closed");
                })
            .build()) {
      FacetException e = assertThrows(FacetException.class, () -> client.embed(image()));
      assertEquals(Status.Code.UNAUTHENTICATED, e.code());
      assertEquals(0, shown.size());
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void token_leavesThisMachineOnlyEncrypted() throws Exception {
    Optional<InetAddress> outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findAny();
    assumeTrue(outside.isPresent(), "no address but the loopback's");
    Server server = start(outside.get());
    try (FacetClient client =
        FacetClient.builder(outside.get().getHostAddress() + ":" + server.getPort())
            .plaintext()
            .token("secret")
            .build()) {
      FacetException e = assertThrows(FacetException.class, () -> client.embed(image()));
      assertEquals(Status.Code.UNAUTHENTICATED, e.code());
      assertFalse(e.toString().contains("secret"), e::toString);
      assertEquals(0, shown.size());
    } finally {
      server.shutdownNow();
    }
  }

  private Server start(InetAddress address) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(address, 0))
        .addService(new FakeEmbeddingService())
        .intercept(
            new ServerInterceptor() {
              @Override
              public <Q, R> ServerCall.Listener<Q> interceptCall(
                  ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                shown.add(
                    String.valueOf(
                        headers.get(
                            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER))));
                return next.startCall(call, headers);
              }
            })
        .build()
        .start();
  }

  private static FaceImage image() {
    return FaceImage.of(new byte[] {1, 2, 3});
  }
}
