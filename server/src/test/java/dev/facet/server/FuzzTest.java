package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import io.grpc.Status.Code;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken files of every format, over the wire: each has its answer, and nothing is left behind. */
class FuzzTest {

  private static final int ROUND = 600;
  private static final int ROUNDS = 4;
  private static final List<String> DRAWN = List.of("jpg", "png", "bmp", "gif");

  /** WebP cannot be drawn here; the model's tests have some, 33 x 21. */
  private static final List<String> STORED =
      List.of("lossy.webp", "lossless.webp", "lossy-alpha.webp", "lossless-alpha.webp");

  private static final long HEAP_BOUND = 8 << 20;

  /** What a thread may take that ends by itself. */
  private static final Duration LONGEST_END = Duration.ofSeconds(20);

  private final Path repository;
  private final List<byte[]> files = new ArrayList<>();
  private final Random random = new Random(2026);

  FuzzTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    TinyModel.write(repository, "face", 1, 1);
    for (int seed = 0; seed < 4; seed++) {
      for (String format : DRAWN) {
        files.add(Drawings.file(format, seed, 40 + seed, 30));
      }
      files.add(stored(STORED.get(seed)));
    }
  }

  @Test
  void brokenFiles_areEachAnswered_andLeaveNothingBehind() throws Exception {
    try (TestServer server = new TestServer(repository, "limits.max-pixels", "1048576")) {
      // Starts every thread and fills every cache that there is.
      sendBrokenFiles(server);
      Set<Thread> threads = serverThreads();
      long heap = usedHeap();

      int refused = 0;
      for (int round = 0; round < ROUNDS; round++) {
        refused += sendBrokenFiles(server);
      }

      assertTrue(refused > ROUNDS * ROUND / 2, () -> "most files should be broken");
      assertEquals(
          TinyModel.DIMENSION,
          server
              .embeddings()
              .embed(EmbedRequest.newBuilder().setImage(Drawings.encoded(files.get(0))).build())
              .getEmbedding()
              .getValuesCount());
      TestServer.await(0, server::admitted);
      // Those of a server that a test closed before may still be ending.
      Set<Thread> begun = serverThreads();
      begun.removeAll(threads);
      // As Netty's, which works off what a closed server left to it and ends a second later.
      for (Thread thread : begun) {
        thread.join(LONGEST_END.toMillis());
      }
      begun.removeIf(thread -> !thread.isAlive());
      assertEquals(Set.of(), begun);
      long growth = usedHeap() - heap;
      assertTrue(
          growth < HEAP_BOUND, () -> growth + " bytes more (expected: < " + HEAP_BOUND + ")");
    }
  }

  /** Sends half of them cut short and half with flipped bits; returns how many were refused. */
  private int sendBrokenFiles(TestServer server) throws Exception {
    StreamClient client = StreamClient.open(server.streams());
    for (int i = 0; i < ROUND; i++) {
      byte[] file = files.get(i % files.size());
      client.send(
          EmbedStreamRequest.newBuilder()
              .setCorrelationId("file-" + i)
              .setImage(Drawings.encoded(i < ROUND / 2 ? cut(file) : flipped(file)))
              .build());
    }
    client.halfClose();
    List<EmbedStreamResponse> responses = client.awaitEnd();
    assertEquals(
        ROUND,
        responses.stream()
            .map(EmbedStreamResponse::getCorrelationId)
            .collect(Collectors.toSet())
            .size());
    int refused = 0;
    for (EmbedStreamResponse response : responses) {
      if (response.hasError()) {
        Refusal refusal = Refusal.of(response.getError());
        assertEquals(Code.INVALID_ARGUMENT, refusal.code(), refusal.message());
        assertFalse(refusal.reason().isEmpty(), refusal.message());
        refused++;
      } else {
        assertEquals(TinyModel.DIMENSION, response.getEmbedding().getValuesCount());
      }
    }
    return refused;
  }

  private byte[] cut(byte[] file) {
    return Arrays.copyOf(file, random.nextInt(file.length));
  }

  private byte[] flipped(byte[] file) {
    byte[] broken = file.clone();
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return broken;
  }

  private static byte[] stored(String name) throws IOException {
    String path = "/dev/facet/model/image/" + name;
    try (InputStream file = FuzzTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(file, path).readAllBytes();
    }
  }

  /** All threads but those that gRPC lends to clients and ends when they are idle. */
  private static Set<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("grpc-default-executor"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
