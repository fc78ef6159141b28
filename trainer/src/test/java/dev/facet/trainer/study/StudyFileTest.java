package dev.facet.trainer.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.trainer.backbone.Backbone;
import dev.facet.trainer.config.DataConfig;
import dev.facet.trainer.config.NetworkConfig;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.loss.ArcFace;
import dev.facet.trainer.loss.MarginSoftmax;
import dev.facet.trainer.loss.Softmax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyFileTest {

  private static final String YAML =
      """
      output: runs/losses
      seeds: [3, 1]
      training:
        data: {people: faces}
        network: {backbone: mobilefacenet-y1}
        schedule: {rate: 0.1, warm-up: 20}
        training: {batch-size: 64, epochs: 3}
      variants:
        softmax: {head: {kind: softmax}}
        arcface: {head: {kind: arcface, margin: 0.3}, schedule: {rate: 0.05}}
      """;

  private final Path file;

  StudyFileTest(@TempDir Path directory) {
    file = directory.resolve("study.yaml");
  }

  @Test
  void variants_areLaidOverWhatAllHaveInCommon_andMadeSeedBySeed() throws IOException {
    Study study = read(YAML);

    assertEquals(Optional.empty(), study.features());
    assertEquals(
        List.of("softmax 3", "arcface 3", "softmax 1", "arcface 1"),
        study.runs().stream().map(run -> run.variant() + " " + run.seed()).toList());
    StudyRun softmax = study.runs().get(2);
    StudyRun arcface = study.runs().get(3);
    assertEquals(Path.of("runs/losses/arcface/seed-1"), arcface.config().output());
    assertEquals(1, arcface.config().seed());
    assertEquals(new Softmax(), softmax.config().objective().head().orElseThrow().loss());
    assertEquals(
        new MarginSoftmax(new ArcFace(0.3, false), 64),
        arcface.config().objective().head().orElseThrow().loss());
    assertEquals(0.1, softmax.config().schedule().rate());
    assertEquals(0.05, arcface.config().schedule().rate());
    assertEquals(20, arcface.config().schedule().warmUp());
  }

  @Test
  void start_isMadeFirstForEachSeed_andAllBeginWithItsNetwork() throws IOException {
    String started =
        YAML.replace("  network: {backbone: mobilefacenet-y1}\n", "")
            + "start: {network: {backbone: mobilefacenet-y1}, head: {kind: softmax}}\n";

    List<StudyRun> runs = read(started).runs();

    assertEquals(
        List.of("start 3", "softmax 3", "arcface 3", "start 1", "softmax 1", "arcface 1"),
        runs.stream().map(run -> run.variant() + " " + run.seed()).toList());
    assertEquals(
        new NetworkConfig.Fresh(Backbone.MOBILEFACENET_Y1, 128),
        runs.get(3).config().network().start());
    assertEquals(
        new NetworkConfig.Published(Path.of("runs/losses/start/seed-1/model")),
        runs.get(5).config().network().start());
  }

  @Test
  void startBesideABackboneOfAll_isRefused() {
    BadYamlException refused =
        assertThrows(BadYamlException.class, () -> read(YAML + "start: {head: {kind: softmax}}\n"));

    assertEquals(
        true,
        String.valueOf(refused.getMessage()).contains("exactly one of backbone, start"),
        refused::toString);
  }

  @Test
  void features_areReadLikeDataOfATraining() throws IOException {
    Study study = read(YAML + "features: {images: digits, labels: numbers, most: 100}\n");

    assertEquals(
        Optional.of(new DataConfig.Images(Path.of("digits"), Path.of("numbers"), 100)),
        study.features());
  }

  @Test
  void yamlOfARun_isThatOfATraining() throws IOException {
    StudyRun run = read(YAML).runs().get(1);

    assertEquals(
        """
        output: "runs/losses/arcface/seed-3"
        seed: 3
        data:
          people: "faces"
        network:
          backbone: "mobilefacenet-y1"
        schedule:
          rate: 0.05
          warm-up: 20
        training:
          batch-size: 64
          epochs: 3
        head:
          kind: "arcface"
          margin: 0.3
        """,
        new String(run.yaml().bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void exampleOfDigits_hasEveryLoss() throws IOException {
    Study study = StudyFile.read(Path.of("../examples/studies/digits.yaml"));

    assertEquals(12, study.runs().size());
    assertEquals(
        new NetworkConfig.Fresh(Backbone.LENET_PLUS_PLUS, 2),
        study.runs().get(0).config().network().start());
    for (StudyRun run : study.runs().subList(1, 12)) {
      assertEquals(
          new NetworkConfig.Published(Path.of("runs/digits/start/seed-1/model")),
          run.config().network().start());
    }
  }

  @Test
  void exampleOfFaces_differsInLossAndRateAlone_andTheRatesWereTried() throws IOException {
    Study faces = StudyFile.read(Path.of("../examples/studies/faces.yaml"));
    Study rates = StudyFile.read(Path.of("../examples/studies/faces-rates.yaml"));

    assertEquals(3 * 10, faces.runs().size());
    Set<String> tried = new HashSet<>();
    rates.runs().forEach(run -> tried.add(lossAndRate(run.config())));
    TrainingConfig first = faces.runs().get(0).config();
    for (StudyRun run : faces.runs()) {
      assertTrue(tried.contains(lossAndRate(run.config())), run.variant());
      assertEquals(first.data(), run.config().data());
      assertEquals(first.network(), run.config().network());
      assertEquals(first.optimizer(), run.config().optimizer());
      assertEquals(first.steps(), run.config().steps());
      assertEquals(first.verification(), run.config().verification());
    }
  }

  private static String lossAndRate(TrainingConfig config) {
    return config.objective() + " at " + config.schedule().rate();
  }

  @Test
  void exampleOfTheGuide_isRead() throws IOException {
    Matcher block =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("../docs/losses.md")));
    assertEquals(true, block.find());

    assertEquals(
        List.of("cosface", "arcface"),
        read(block.group(1)).runs().stream().map(StudyRun::variant).distinct().toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arcface: {head       | Arc Face: {head      | variants: Arc Face
          arcface: {head       | ../up: {head         | variants: ../up
          arcface: {head       | start: {head         | variants: start
          kind: arcface        | kind: bestface       | head.kind: "bestface"
          seeds: [3, 1]        | seeds: [3, 3]        | seeds: [3, 3]
          seeds: [3, 1]        | seeds: []            | seeds: []
          output: runs/losses  | outputs: runs/losses | output: missing
          kind: softmax}       | kind: softmax}, seed: 4      | seed: given
          kind: softmax}       | kind: softmax}, output: a    | output: given
          seeds: [3, 1]        | sides: 3             | sides: 3
          """)
  void mistake_isNamed(String right, String wrong, String named) {
    BadYamlException refused =
        assertThrows(BadYamlException.class, () -> read(YAML.replace(right, wrong)));

    assertEquals(
        true,
        String.valueOf(refused.getMessage()).contains(named + " (expected: "),
        refused::toString);
  }

  @Test
  void noVariant_isRefused() {
    String none = YAML.substring(0, YAML.indexOf("variants:"));

    assertEquals(
        file + ": variants: missing (expected: a name or more, each with what it has of its own)",
        assertThrows(BadYamlException.class, () -> read(none)).getMessage());
  }

  private Study read(String yaml) throws IOException {
    Files.writeString(file, yaml);
    return StudyFile.read(file);
  }
}
