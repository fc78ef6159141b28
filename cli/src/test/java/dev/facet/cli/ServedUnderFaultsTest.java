package dev.facet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facet.client.FaceEmbedding;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.FacetException;
import dev.facet.model.fixture.TinyModel;
import io.grpc.Status;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server processes whose machine lets them down. */
class ServedUnderFaultsTest {
  private static final int CALLS = 20;

  /** So many pixels that they do not fit into the 512 MiB of heap that the process has. */
  private static final int SIDE = 16_000;

  private static final List<Path> FAKE_TIME =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

  private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":(\\d+)");

  private final Path directory;
  private final FaceImage face;

  ServedUnderFaultsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    TinyModel.write(directory.resolve("models"), "face", 1, 1);
    face = FaceImage.read(TestPhotos.png(directory.resolve("photo.png"), 1));
  }

  @Test
  void logOnAFullDisk_changesNothingForCallers() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "skipped: no " + full);
    try (FacetProcess server = serve(Map.of(), full, "log.calls=true");
        FacetClient client = FacetClient.builder(server.address()).plaintext().build()) {
      assertServed(client);
    }
  }

  @Test
  void photoThatDoesNotFitIntoTheHeap_failsAlone_withAReference() throws Exception {
    Path errors = directory.resolve("errors.txt");
    try (FacetProcess server = serve(Map.of(), errors, "limits.max-pixels=" + SIDE * SIDE);
        FacetClient client = FacetClient.builder(server.address()).plaintext().build()) {
      List<CompletableFuture<FaceEmbedding>> others = embed(client);

      FacetException failure = assertThrows(FacetException.class, () -> client.embed(huge()));

      assertEquals(Status.Code.INTERNAL, failure.code());
      String message = String.valueOf(failure.getMessage());
      String reference = message.substring(message.length() - 12);
      String log = Files.readString(errors);
      assertTrue(log.contains("internal error, reference " + reference), log);
      assertTrue(log.contains("java.lang.OutOfMemoryError"), log);
      others.forEach(CompletableFuture::join);
      assertServed(client);
    }
  }

  @Test
  void clockThatJumpsByDays_changesNothingForCallers() throws Exception {
    List<Path> libraries = FAKE_TIME.stream().filter(Files::exists).toList();
    // A JVM under libfaketime has been seen to end as it starts, without a word.
    assumeTrue(Boolean.parseBoolean(System.getenv("FAKE_CLOCK")), "skipped: no FAKE_CLOCK=true");
    assertFalse(libraries.isEmpty(), "libfaketime is installed");
    Path clock = Files.writeString(directory.resolve("clock"), "+0");
    Path errors = directory.resolve("errors.txt");
    Map<String, String> faked =
        Map.of(
            "LD_PRELOAD",
            libraries.get(0).toString(),
            "FAKETIME_TIMESTAMP_FILE",
            clock.toString(),
            "FAKETIME_NO_CACHE",
            "1",
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "1");
    try (FacetProcess server = serve(faked, errors, "log.calls=true", "log.format=json");
        FacetClient client = FacetClient.builder(server.address()).plaintext().build()) {
      assertServed(client);
      for (String jump : List.of("+3d", "-3d", "+0")) {
        List<CompletableFuture<FaceEmbedding>> underWay = embed(client);
        Files.writeString(clock, jump);
        underWay.forEach(CompletableFuture::join);
        assertServed(client);
      }
      server.terminate();
      server.end();
    }
    assertTrue(spread(Files.readString(errors)).toDays() >= 5, "the clock has jumped");
  }

  private FacetProcess serve(Map<String, String> environment, Path errors, String... settings)
      throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("serve", "--port", "0"));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    ProcessBuilder builder = FacetProcess.builder(arguments.toArray());
    builder.environment().putAll(environment);
    Process process = builder.directory(directory.toFile()).redirectError(errors.toFile()).start();
    return new FacetProcess(process, process.inputReader(UTF_8), errors);
  }

  private void assertServed(FacetClient client) {
    embed(client).forEach(CompletableFuture::join);
  }

  private List<CompletableFuture<FaceEmbedding>> embed(FacetClient client) {
    List<CompletableFuture<FaceEmbedding>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(client.embedAsync(face));
    }
    return calls;
  }

  /** An image of a small file. */
  private static FaceImage huge() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_BINARY);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return FaceImage.of(file.toByteArray());
  }

  /** From the earliest of the times that a log has to the latest. */
  private static Duration spread(String log) {
    List<Long> times =
        TIMESTAMP.matcher(log).results().map(match -> Long.valueOf(match.group(1))).toList();
    return Duration.ofMillis(
        times.stream().mapToLong(Long::longValue).max().orElseThrow()
            - times.stream().mapToLong(Long::longValue).min().orElseThrow());
  }
}
