package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.client.FacetClient;
import dev.facet.client.ModelVersion.State;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import dev.facet.model.fixture.TinyModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both photos of Ann are one picture, and both of Bob are its mirror image: a model that averages
 * over mirror images cannot tell them apart, any other can.
 */
class PublishCommandTest {
  private final Path directory;
  private final Path repository;
  private final ModelBundle bundle;
  private final ModelRepository published;

  PublishCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    repository = directory.resolve("models");
    published = new ModelRepository(repository);
    bundle = TinyModel.write(directory.resolve("trained"), "tiny", 1, 1);
    BufferedImage picture = new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB);
    BufferedImage mirrored = new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 112 * 112; i++) {
      picture.setRGB(i % 112, i / 112, i * i);
      mirrored.setRGB(111 - i % 112, i / 112, i * i);
    }
    for (int photo = 1; photo <= 2; photo++) {
      write(picture, "Ann", photo);
      write(mirrored, "Bob", photo);
    }
  }

  @Test
  void bundle_becomesTheFirstVersionAndThenTheNext() throws IOException {
    CommandRun first = publish();
    assertEquals(0, first.exit(), first.err());
    assertEquals("published  " + repository.resolve("face/1") + "\n", first.out());
    assertArrayEquals(
        Files.readAllBytes(bundle.params()),
        Files.readAllBytes(published.open("face", 1).params()));

    assertEquals(0, publish().exit());
    assertEquals(List.of(1L, 2L), published.versions("face"));
  }

  @Test
  void measuredAccuracyAndDate_areWrittenIntoTheManifest() throws IOException {
    CommandRun run = publish("--pairs", pairs(), "--images", directory.resolve("photos"));

    assertEquals(0, run.exit(), run.err());
    assertEquals(
        """
        measured   some-pairs-accuracy-at-best-threshold 100.0
        measured   some-pairs-tar-at-far-1e-3 100.0
        measured   some-pairs-auc 1.0
        published  %s
        """
            .formatted(repository.resolve("face/1")),
        run.out());
    Manifest.About about = published.open("face", 1).manifest().about();
    assertEquals(100.0, about.measured().get("some-pairs-accuracy-at-best-threshold"));
    assertTrue(about.provenance().containsKey("date"), about::toString);
  }

  @Test
  void licence_isWrittenIntoTheManifest() throws IOException {
    assertEquals(0, publish("--license", "MIT").exit());
    assertEquals("MIT", published.open("face", 1).manifest().about().license());
  }

  @Test
  void bundleThatCannotBeServed_isNotPublished() throws IOException {
    ModelBundle broken = new TinyModel(1).nan().publish(directory.resolve("trained"), "nan", 1);
    CommandRun run =
        CommandRun.facet("publish", broken.directory(), "--name", "face", "--models", repository);
    assertEquals(1, run.exit());
    assertFalse(Files.exists(repository.resolve("face")));
  }

  @Test
  void withoutALiveVersion_anyIsBetter() throws IOException {
    CommandRun run = publishIfBetter(bundle);
    assertEquals(0, run.exit(), run.err());
    assertEquals(List.of(1L), published.versions("face"));
  }

  @Test
  void versionThatIsLessAccurate_isRefusedWithTheDifference() throws IOException {
    makeLive(bundle);

    CommandRun run = publishIfBetter(blind());

    assertEquals(1, run.exit());
    assertEquals(
        "facet: some-pairs: accuracy 0.5000 (expected: above 1.0000, that of the live version;"
            + " 0.5000 lower)\n",
        run.err());
    assertEquals("", run.out());
    assertEquals(List.of(3L), published.versions("face"));
  }

  @Test
  void versionThatIsAsAccurate_isRefused() throws IOException {
    makeLive(bundle);
    CommandRun run = publishIfBetter(bundle);
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("equal is not better"), run.err());
    assertEquals(List.of(3L), published.versions("face"));
  }

  @Test
  void liveVersion_isTheOneThatTheRepositorySays() throws IOException {
    makeLive(bundle);
    makeHighest(blind());
    Serving.Choice third = new Serving.Choice(3, published.open("face", 3).digest());
    published.setServing("face", Serving.DEFAULT.activated(third, Serving.Follow.FIXED));

    assertEquals(1, publishIfBetter(bundle).exit());
    published.setServing("face", published.serving("face").deactivated());
    assertEquals(0, publishIfBetter(bundle).exit());
  }

  @Test
  void versionThatIsMoreAccurate_isPublished() throws IOException {
    makeLive(blind());
    CommandRun run = publishIfBetter(bundle);
    assertEquals(0, run.exit(), run.err());
    assertEquals(List.of(3L, 4L), published.versions("face"));
  }

  @Test
  void server_makesTheVersionLive() throws IOException {
    publish();
    try (RunningServer server = RunningServer.of(repository, Map.of("models.activation", "true"))) {
      CommandRun run = publish("--server", server.address());

      assertEquals(0, run.exit(), run.err());
      assertTrue(
          run.out().endsWith("live       face version 2 on " + server.address() + "\n"), run.out());
      assertEquals(2, liveVersion(server));
    }
  }

  @Test
  void versionThatIsLessAccurateThanTheServers_isNotMadeLive() throws IOException {
    makeLive(bundle);
    try (RunningServer server = RunningServer.of(repository, Map.of("models.activation", "true"))) {
      ModelBundle blind = blind();
      makeHighest(blind);
      CommandRun run = publishIfBetter(blind, "--server", server.address());

      assertEquals(1, run.exit());
      assertTrue(run.err().contains("0.5000 lower"), run.err());
      assertEquals(3, liveVersion(server));
      assertEquals(List.of(3L, 9L), published.versions("face"));
    }
  }

  @Test
  void serverOfAnotherRepository_refuses() throws IOException {
    publish();
    Path other = directory.resolve("other");
    TinyModel.write(other, "face", 1, 7);
    TinyModel.write(other, "face", 2, 8);
    try (RunningServer server = RunningServer.of(other, Map.of("models.activation", "true"))) {
      CommandRun run = publish("--server", server.address());
      assertEquals(1, run.exit());
      assertTrue(run.err().endsWith(" [DIGEST_MISMATCH]\n"), run.err());
      assertEquals(
          "", run.out().lines().filter(line -> line.startsWith("live")).findAny().orElse(""));
    }
  }

  @Test
  void serverThatDoesNotAllowIt_leavesTheVersionPublished() throws IOException {
    publish();
    try (RunningServer server = RunningServer.of(repository)) {
      CommandRun run = publish("--server", server.address());
      assertEquals(1, run.exit());
      assertTrue(run.err().contains("models.activation"), run.err());
      assertEquals(List.of(1L, 2L), published.versions("face"));
    }
  }

  @Test
  void secureServer_isTalkedToByTlsAndWithAToken() throws Exception {
    publish();
    ExampleCertificate own = ExampleCertificate.make(directory, "server");
    Path token = Files.writeString(directory.resolve("token"), "let-me-in");
    Path tokens =
        Files.writeString(directory.resolve("tokens"), TokenLine.of("ann", "admin", "let-me-in"));
    Map<String, String> settings =
        Map.of(
            "models.activation", "true",
            "auth.tokens", tokens.toString(),
            "tls.certificate", own.certificate().toString(),
            "tls.key", own.key().toString());
    try (RunningServer server = RunningServer.of(repository, settings)) {
      String address = server.address();
      CommandRun plain = publish("--server", address);
      CommandRun unknown = publish("--server", address, "--ca", own.certificate());
      CommandRun known =
          publish("--server", address, "--ca", own.certificate(), "--token-file", token);

      assertEquals(1, plain.exit());
      assertTrue(unknown.err().contains("UNAUTHENTICATED: authorization: no token"), unknown.err());
      assertEquals(0, known.exit(), known.err());
      assertTrue(
          known.out().endsWith("live       face version 4 on " + address + "\n"), known.out());
    }
  }

  private void makeLive(ModelBundle live) throws IOException {
    published.publish("face", OptionalLong.of(3), live.manifest(), live.symbol(), live.params());
  }

  private void makeHighest(ModelBundle other) throws IOException {
    published.publish("face", OptionalLong.of(9), other.manifest(), other.symbol(), other.params());
  }

  private CommandRun publishIfBetter(ModelBundle candidate, Object... options) throws IOException {
    List<Object> all = new ArrayList<>(List.of(options));
    all.addAll(
        List.of(
            "--if-better-than-live", "--pairs", pairs(), "--images", directory.resolve("photos")));
    return publish(candidate, all.toArray());
  }

  private CommandRun publish(Object... options) {
    return publish(bundle, options);
  }

  private CommandRun publish(ModelBundle candidate, Object... options) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("publish", candidate.directory(), "--name", "face", "--models", repository));
    arguments.addAll(List.of(options));
    return CommandRun.facet(arguments.toArray());
  }

  private Path pairs() throws IOException {
    return Files.writeString(
        directory.resolve("Some_Pairs.txt"),
        "2\nAnn\t1\t2\nBob\t1\t2\nAnn\t1\tBob\t1\nAnn\t2\tBob\t2\n");
  }

  private void write(BufferedImage picture, String name, int number) throws IOException {
    Path file = directory.resolve("photos/%s/%s_%04d.jpg".formatted(name, name, number));
    Files.createDirectories(file.getParent());
    ImageIO.write(picture, "png", file.toFile());
  }

  private ModelBundle blind() throws IOException {
    return new TinyModel(2).flipAveraging().publish(directory.resolve("blind"), "tiny", 1);
  }

  private static long liveVersion(RunningServer server) {
    try (FacetClient client = FacetClient.builder(server.address()).plaintext().build()) {
      return client.models().versions().stream()
          .filter(version -> version.state() == State.LIVE)
          .findFirst()
          .orElseThrow()
          .ref()
          .version();
    }
  }
}
