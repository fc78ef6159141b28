package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.fixture.TinyModel;
import dev.facet.trainer.config.VerificationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T23:59:59Z"), ZoneOffset.UTC);

  private final RunFiles files;
  private final ModelRepository repository;
  private final Publication publication;
  private final MeasuringSet set;
  private final ModelBundle untrained;

  PublicationTest(@TempDir Path directory) throws IOException {
    files = new RunFiles(directory);
    repository = new ModelRepository(directory.resolve("published"));
    publication =
        new Publication(
            repository,
            ComputeDevice.CPU,
            CLOCK,
            new Manifest.About("MIT", Map.of("note", "drawn"), Map.of("size", 2.0)));
    set =
        new MeasuringSet(
            "drawn",
            Sources.pairs(
                new VerificationConfig.Pairs(
                    directory.resolve("pairs.txt"), files.people().root(), Optional.empty())));
    untrained = files.publish("student", 1);
  }

  @Test
  void trainedNetwork_isPublishedWithWhatIsKnownOfIt() throws Exception {
    ModelBundle trained = train();
    ModelBundle published = publication.publish("face", trained, set);
    assertEquals(List.of(1L), repository.versions("face"));
    assertArrayEquals(Files.readAllBytes(trained.params()), Files.readAllBytes(published.params()));
    Map<String, String> provenance = published.manifest().about().provenance();
    assertEquals("2026-11-24", provenance.get("date"));
    assertEquals("drawn", provenance.get("note"));
    assertEquals("MIT", published.manifest().about().license());
    assertEquals(2.0, published.manifest().about().measured().get("size"));
    assertEquals("30 photos of 6 people", provenance.get("data"));
    assertEquals("version 1 of digest " + untrained.digest(), provenance.get("network"));
    double accuracy = MeasuringSet.accuracy(set.judge(published, ComputeDevice.CPU));
    Double measured =
        published.manifest().about().measured().get("drawn-accuracy-at-best-threshold");
    assertEquals(100 * accuracy, Objects.requireNonNull(measured), 1e-4);
  }

  @Test
  void lessAccurateVersion_isRefusedByHowMuch() throws Exception {
    ModelBundle live = publication.publish("face", train(), set);
    ModelBundle worse = files.publish("other", 2);
    NotBetterException refused =
        assertThrows(
            NotBetterException.class, () -> publication.publishIfBetter("face", worse, set, live));
    assertTrue(refused.live() > refused.accuracy());
    String said = String.valueOf(refused.getMessage());
    String difference =
        String.format(Locale.ROOT, "%.4f lower", refused.live() - refused.accuracy());
    assertTrue(said.startsWith("drawn: accuracy 0.") && said.contains(difference), said);
    assertEquals(List.of(1L), repository.versions("face"));
  }

  @Test
  void equallyAccurateVersion_isRefusedAsNotBetter() throws Exception {
    ModelBundle live = publication.publish("face", untrained);
    NotBetterException refused =
        assertThrows(
            NotBetterException.class,
            () -> publication.publishIfBetter("face", untrained, set, live));
    assertEquals(refused.live(), refused.accuracy());
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.endsWith("that of the live version; equal is not better)"), said);
    assertEquals(List.of(1L), repository.versions("face"));
  }

  @Test
  void moreAccurateVersion_isPublished() throws Exception {
    ModelBundle live = publication.publish("face", untrained);
    publication.publishIfBetter("face", train(), set, live);
    assertEquals(List.of(1L, 2L), repository.versions("face"));
  }

  @Test
  void bundleThatDoesNotWork_isNotPublished() throws IOException {
    ModelBundle broken = new TinyModel(1).nan().publish(files.directory(), "broken", 1);
    assertThrows(BadBundleException.class, () -> publication.publish("face", broken));
    assertEquals(List.of(), repository.models());
  }

  private ModelBundle train() throws IOException, InterruptedException {
    return TrainingRun.start(
        files.config(
            """
            output: DIR/run
            data: {people: DIR/faces}
            network: {start: DIR/models/student/1}
            head: {kind: normalized-softmax, scale: 16}
            schedule: {rate: 0.1}
            training: {batch-size: 10, steps: 60}
            """),
        List.of());
  }
}
