package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.client.EmbedOptions;
import dev.facet.client.Embedded;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.StreamOptions;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three server processes behind one client under load: one is killed, one stalls, one drains. No
 * call fails, and a stream loses and repeats nothing.
 */
@Timeout(300)
class ServerFleetTest {
  private static final int CALLERS = 3;
  private static final int FACES = 8;

  /** Faces that both kinds of callers get between two events. */
  private static final int STEP = 60;

  private static final float TOLERANCE = 1e-5f;

  private final Path directory;
  private final List<String> addresses = new ArrayList<>();
  private final List<FacetProcess> servers = new ArrayList<>();
  private final List<FaceImage> images = new ArrayList<>();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicLong called = new AtomicLong();
  private final AtomicLong streamed = new AtomicLong();

  ServerFleetTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    TinyModel.write(directory.resolve("models"), "face", 1, 1);
    for (int face = 0; face < FACES; face++) {
      images.add(FaceImage.read(TestPhotos.png(directory.resolve(face + ".png"), face)));
    }
    for (int server = 0; server < 3; server++) {
      servers.add(serve("0"));
      addresses.add(servers.get(server).address());
    }
  }

  @AfterEach
  void stop() {
    servers.forEach(FacetProcess::close);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void serversThatDieStallAndDrain_failNoCallAndLoseNoFaceOfAStream() throws Exception {
    EmbedOptions options = EmbedOptions.DEFAULT.withDeadline(Duration.ofSeconds(12));
    try (FacetClient client =
        FacetClient.builder(addresses)
            .plaintext()
            .options(options)
            .maxAttempts(4)
            .hedgingDelay(Duration.ofMillis(300))
            .build()) {
      List<float[]> expected = new ArrayList<>();
      for (FaceImage image : images) {
        expected.add(client.embed(image).values());
      }
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(started(() -> call(client, expected)));
      }
      callers.add(started(() -> stream(client, options, expected)));
      CompletableFuture<Object> failed =
          CompletableFuture.anyOf(callers.toArray(new CompletableFuture<?>[0]));

      awaitStep(failed);
      servers.get(0).close();
      awaitStep(failed);
      restart(0);
      signal(servers.get(1), "STOP");
      awaitStep(failed);
      signal(servers.get(1), "CONT");
      awaitStep(failed);
      servers.get(2).terminate();
      awaitStep(failed);
      assertEquals(0, servers.get(2).end().exit());
      restart(2);
      awaitStep(failed);

      enough.set(true);
      for (CompletableFuture<Void> caller : callers) {
        caller.get();
      }
    }
  }

  private void call(FacetClient client, List<float[]> expected) {
    for (int face = 0; !enough.get(); face = (face + 1) % FACES) {
      FaceEmbedding embedding = client.embed(images.get(face));
      assertArrayEquals(expected.get(face), embedding.values(), TOLERANCE);
      called.incrementAndGet();
    }
  }

  private void stream(FacetClient client, EmbedOptions options, List<float[]> expected) {
    Stream<Integer> faces = IntStream.iterate(0, i -> !enough.get(), i -> i + 1).boxed();
    StreamOptions few = StreamOptions.of(options).withMaxInFlight(4);
    try (Stream<Embedded<Integer>> results =
        client.embedAll(faces, i -> images.get(i % FACES), few)) {
      results.forEach(
          face -> {
            assertEquals(streamed.getAndIncrement(), face.source().longValue());
            assertArrayEquals(
                expected.get(face.source() % FACES), face.result().get().values(), TOLERANCE);
          });
    }
  }

  private static CompletableFuture<Void> started(Runnable caller) {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                caller.run();
                outcome.complete(null);
              } catch (Throwable failure) {
                outcome.completeExceptionally(failure);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return outcome;
  }

  /** Waits until calls and stream have had some more faces; fails as soon as a caller does. */
  private void awaitStep(CompletableFuture<Object> failed) throws Exception {
    long calls = called.get() + STEP;
    long faces = streamed.get() + STEP;
    while (called.get() < calls || streamed.get() < faces) {
      try {
        failed.get(10, TimeUnit.MILLISECONDS);
      } catch (TimeoutException goesOn) {
        // As it should.
      }
    }
  }

  private void restart(int server) throws IOException {
    servers.set(server, serve(addresses.get(server).split(":", -1)[1]));
    assertEquals(addresses.get(server), servers.get(server).address());
  }

  private FacetProcess serve(String port) throws IOException {
    return FacetProcess.start(
        directory,
        "serve",
        "--set",
        "models.repository=" + directory.resolve("models"),
        "--set",
        "server.port=" + port);
  }

  private static void signal(FacetProcess server, String name) throws Exception {
    String pid = Long.toString(server.process().pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor());
  }
}
