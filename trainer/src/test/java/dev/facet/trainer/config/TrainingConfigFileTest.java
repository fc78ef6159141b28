package dev.facet.trainer.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.yaml.BadYamlException;
import dev.facet.trainer.backbone.Backbone;
import dev.facet.trainer.data.augment.CropJitter;
import dev.facet.trainer.data.augment.InOrder;
import dev.facet.trainer.data.augment.Mirror;
import dev.facet.trainer.data.augment.Mixing;
import dev.facet.trainer.data.augment.Sometimes;
import dev.facet.trainer.loss.Annealing;
import dev.facet.trainer.loss.ArcFace;
import dev.facet.trainer.loss.CenterLoss;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.Coco;
import dev.facet.trainer.loss.CombinedMargin;
import dev.facet.trainer.loss.ContrastiveLoss;
import dev.facet.trainer.loss.CosFace;
import dev.facet.trainer.loss.Margin;
import dev.facet.trainer.loss.MarginSoftmax;
import dev.facet.trainer.loss.Softmax;
import dev.facet.trainer.loss.SphereFace;
import dev.facet.trainer.step.AdamW;
import dev.facet.trainer.step.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingConfigFileTest {

  private static final String MINIMAL =
      """
      output: runs/a
      data: {people: faces}
      network: {backbone: mobilefacenet-y1}
      head: {kind: arcface}
      schedule: {rate: 0.1}
      training: {batch-size: 64, epochs: 3}
      """;

  private final Path file;

  TrainingConfigFileTest(@TempDir Path directory) {
    file = directory.resolve("train.yaml");
  }

  @Test
  void labelledImages_areASourceOfData() throws IOException {
    String images = "{images: digits.gz, labels: numbers.gz, most: 100}";

    assertEquals(
        new DataConfig.Images(Path.of("digits.gz"), Path.of("numbers.gz"), 100),
        read(MINIMAL.replace("{people: faces}", images)).data().source());
    assertEquals(
        new DataConfig.Images(Path.of("digits.gz"), Path.of("numbers.gz"), Integer.MAX_VALUE),
        read(MINIMAL.replace("{people: faces}", images.replace(", most: 100", "")))
            .data()
            .source());
  }

  @Test
  void sampleOfClasses_isRead() throws IOException {
    String sampled = MINIMAL.replace("kind: arcface", "kind: arcface, sample: 0.1");

    assertEquals(0.1, read(sampled).objective().head().orElseThrow().sample());
  }

  @Test
  void requiredKeysAlone_leaveTheDefaults() throws IOException {
    assertEquals(
        new TrainingConfig(
            1,
            Path.of("runs/a"),
            List.of(ComputeDevice.CPU),
            new DataConfig(
                new DataConfig.People(Path.of("faces"), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Runtime.getRuntime().availableProcessors(),
                4,
                0.01),
            new InOrder(List.of()),
            new NetworkConfig(
                new NetworkConfig.Fresh(Backbone.MOBILEFACENET_Y1, 128), List.of(), false),
            new ObjectiveConfig(
                Optional.of(
                    new ObjectiveConfig.Head(
                        new MarginSoftmax(new ArcFace(0.5, false), 64), 1, Optional.empty(), 1)),
                Optional.empty(),
                Optional.empty()),
            new Sgd(0.9, 5e-4),
            new ScheduleConfig(new ScheduleConfig.Polynomial(0, 2), 0.1, 0),
            new StepsConfig(64, 1, 5, new StepsConfig.Epochs(3)),
            0,
            Optional.empty(),
            new CheckpointsConfig(1000, 3),
            Optional.empty()),
        read(MINIMAL));
  }

  @Test
  void otherChoices_areRead() throws IOException {
    TrainingConfig config =
        read(
            """
            seed: -7
            output: out
            devices: [gpu0, gpu1]
            data:
              records: faces
              balanced: {people: 8, photos: 4}
            augmentation:
              mirror: {}
              crop: {shift: 0.1}
            network: {start: models/face/1, frozen: ['conv.*'], statistics: frozen}
            head: {kind: softmax, center: {rate: 0.25}}
            comparison: {kind: contrastive, margin: 1.5, weight: 0.05}
            distillation: {teacher: models/large/2, relational: 0.5}
            optimizer: {kind: adamw}
            schedule: {kind: steps, rate: 0.001, milestones: [10, 20], warm-up: 5}
            training: {batch-size: 32, accumulation: 2, max-norm: 0, steps: 30, head-first: 7}
            verification: {pairs: pairs.txt, images: faces, every: 10}
            checkpoints: {every: 5, keep: 1}
            publish: {name: face, license: MIT, server: localhost:1, if-better-than-live: true}
            """);
    assertEquals(
        List.of(ComputeDevice.parse("gpu0"), ComputeDevice.parse("gpu1")), config.devices());
    assertEquals(
        new InOrder(
            List.of(new Sometimes(1, new CropJitter(0.1, 0.04)), new Sometimes(0.5, new Mirror()))),
        config.augmentation());
    assertEquals(
        new NetworkConfig(
            new NetworkConfig.Published(Path.of("models/face/1")), List.of("conv.*"), true),
        config.network());
    assertEquals(
        new ObjectiveConfig(
            Optional.of(
                new ObjectiveConfig.Head(
                    new Softmax(), 1, Optional.of(new CenterLoss(0.003, 0.25)), 1)),
            Optional.of(new ObjectiveConfig.Comparison(new ContrastiveLoss(1.5), 0.05)),
            Optional.of(
                new ObjectiveConfig.Distillation(Path.of("models/large/2"), 1, 0.5, Mixing.NONE))),
        config.objective());
    assertEquals(new AdamW(0.9, 0.999, 1e-8, 0.05), config.optimizer());
    assertEquals(Double.POSITIVE_INFINITY, config.steps().maxNorm());
    assertEquals(7, config.headFirst());
    assertEquals(0.00001, config.schedule().schedule(30).rate(25), 1e-12);
    assertEquals(
        Optional.of(
            new VerificationConfig(
                new VerificationConfig.Pairs(
                    Path.of("pairs.txt"), Path.of("faces"), Optional.empty()),
                10)),
        config.verification());
    assertEquals(
        Optional.of(
            new PublishConfig("face", Path.of("models"), "MIT", Optional.of("localhost:1"), true)),
        config.publish());
  }

  @Test
  void mixing_isReadWithoutAHead() throws IOException {
    TrainingConfig config =
        read(
            MINIMAL.replace(
                "head: {kind: arcface}",
                "distillation: {teacher: t, mixing: {blend: 0.5, splice: 0.25}}"));
    assertEquals(new Mixing(0.5, 0.25), config.objective().mixing());
  }

  static Map<String, ClassLoss> heads() {
    return Map.of(
        "softmax", new Softmax(),
        "normalized-softmax", new MarginSoftmax(Margin.NONE, 64),
        "sphereface", new SphereFace(4, new Annealing(1000, 0.12, 5)),
        "cosface", new MarginSoftmax(new CosFace(0.35), 64),
        "am-softmax", new MarginSoftmax(new CosFace(0.35), 30),
        "arcface", new MarginSoftmax(new ArcFace(0.5, false), 64),
        "combined", new MarginSoftmax(new CombinedMargin(1, 0.3, 0.2), 64),
        "coco", new Coco(21.475),
        "sphereface, margin: 2, annealing: {base: 50, gamma: 0.5, least: 1}",
            new SphereFace(2, new Annealing(50, 0.5, 1)),
        "coco, scale: 10", new Coco(10));
  }

  @Test
  void everyHead_isReadWithThePapersDefaults() throws IOException {
    for (Map.Entry<String, ClassLoss> head : heads().entrySet()) {
      TrainingConfig config = read(MINIMAL.replace("arcface", head.getKey()));
      assertEquals(head.getValue(), config.objective().head().orElseThrow().loss());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | TripletLoss[mining=SEMI_HARD, margin=0.2]",
        "{mining: batch-hard, margin: 0.5} | TripletLoss[mining=BATCH_HARD, margin=0.5]",
        "{kind: triplet, mining: all} | TripletLoss[mining=ALL, margin=0.2]",
        "{kind: contrastive} | ContrastiveLoss[margin=1.0]",
      })
  void comparison_isReadWithoutAHead(String comparison, String loss) throws IOException {
    TrainingConfig config =
        read(
            MINIMAL
                .replace("head: {kind: arcface}", "comparison: " + comparison)
                .replace("people: faces", "people: faces, balanced: {people: 32, photos: 2}"));
    assertEquals(loss, config.objective().comparison().orElseThrow().loss().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "output: | outptu: | output: missing (expected: text)",
        "output: | sede: 1\\noutput: | sede: 1 (expected: no such key; known are ",
        "output: | device: tpu\\noutput: | device: tpu (expected: cpu, or gpu and an index",
        "output: | device: cpu\\n"
            + "devices: [cpu]\\n"
            + "output: | devices: [\"cpu\"] (expected: exactly one of device, devices)",
        "output: | devices: cpu\\noutput: | devices: \"cpu\" (expected: a list of texts)",
        "output: | devices: []\\noutput: | devices: [] (expected: at least one)",
        "output: | devices: [cpu, tpu]\\noutput: | device: tpu (expected: cpu, or gpu and an index",
        "output: | devices: [gpu1, gpu1]\\n"
            + "output: | devices: [gpu1, gpu1] (expected: each GPU once)",
        "output: | devices: [cpu, cpu, cpu]\\n"
            + "output: | training.batch-size: 64 (expected: a multiple of 3, the number of"
            + " devices)",
        "people: faces | peple: faces | data.people: missing (expected: exactly one of people,"
            + " records, images)",
        "people: faces | people: faces, records: r | data.records: \"r\" (expected: exactly one of",
        "people: faces | records: r, list: l | data.list: \"l\" (expected: no such key",
        "people: faces | people: faces, bad-share: 1 | data.bad-share: 1.0 (expected: 0 to below"
            + " 1)",
        "people: faces | people: faces, threads: 0 | data.threads: 0 (expected: 1 to ",
        "people: faces | people: faces, balanced: {people: 8, photos: 4} | data.balanced.photos: 4"
            + " (expected: training.batch-size over people: 64 / 8)",
        "mobilefacenet-y1 | resnet | network.backbone: resnet (expected: one of mobilefacenet-y1,",
        "mobilefacenet-y1 | mobilefacenet-y1, frozen: ['('] | network.frozen: ( (expected: a"
            + " regular expression)",
        "mobilefacenet-y1 | mobilefacenet-y1, frozen: a | network.frozen: \"a\" (expected: a list"
            + " of texts)",
        "mobilefacenet-y1 | mobilefacenet-y1, statistics: kept | network.statistics: \"kept\""
            + " (expected: one of updated, frozen)",
        "head: {kind: arcface} | head: {kind: sphere} | head.kind: \"sphere\" (expected: one of"
            + " softmax,",
        "head: {kind: arcface} | head: {margin: 4} | head.margin: 4.0 (expected: 0 to below pi)",
        "head: {kind: arcface} | head: {kind: softmax, scale: 4} | head.scale: 4 (expected: no such"
            + " key",
        "head: {kind: arcface} | head: {sample: 0} | head.sample: 0.0 (expected: above 0, to 1)",
        "head: {kind: arcface} | head: {center: {rate: 2}} | head.center.rate: 2.0 (expected: 0 to"
            + " 1)",
        "head: {kind: arcface} | optimizer: {} | head: missing (expected: head, comparison or"
            + " distillation, or several of them)",
        "head: {kind: arcface} | head: {kind: sphereface, margin: 5} | head.margin: 5 (expected: 1"
            + " to 4)",
        "head: {kind: arcface} | head: {kind: sphereface, scale: 4} | head.scale: 4 (expected: no"
            + " such key",
        "head: {kind: arcface} | head: {kind: sphereface, annealing: {base: 1}} |"
            + " head.annealing.base: 1.0 (expected: 5.0, the least, or above, finite)",
        "head: {kind: arcface} | head: {kind: coco, margin: 1} | head.margin: 1 (expected: no such"
            + " key",
        "head: {kind: arcface} | comparison: {} | data.balanced: missing (expected: people and"
            + " photos, each 2 or above, for comparison)",
        "faces} | faces, balanced: {people: 1, photos: 64}}\\ncomparison: {} |"
            + " data.balanced.people: 1 (expected: 2 or above, for comparison)",
        "faces} | faces, balanced: {people: 64, photos: 1}}\\ncomparison: {} |"
            + " data.balanced.photos: 1 (expected: 2 or above, for comparison)",
        "head: {kind: arcface} | comparison: {mining: hard} | comparison.mining: \"hard\" (expected:"
            + " one of semi-hard, batch-hard, all)",
        "head: {kind: arcface} | comparison: {kind: contrastive, mining: all} | comparison.mining:"
            + " \"all\" (expected: no such key",
        "head: {kind: arcface} | comparison: {kind: contrastive, margin: 3} | comparison.margin: 3.0"
            + " (expected: above 0, to 2)",
        "head: {kind: arcface} | comparison: {weight: 0} | comparison.weight: 0.0 (expected: above"
            + " 0)",
        "head: {kind: arcface} | comparison: {}\\ndistillation: {teacher: t, mixing: {blend: 1}} |"
            + " distillation.mixing: Mixing[blend=1.0, splice=0.0] (expected: none beside a head or"
            + " a comparison",
        "head: {kind: arcface} | distillation: {} | distillation.teacher: missing",
        "head: {kind: arcface} | distillation: {teacher: t, cosine: 0} | distillation.relational:"
            + " 0.0 (expected:",
        "head: {kind: arcface} | distillation: {teacher: t, mixing: {blend: 0.6, splice: 0.5}} |"
            + " distillation.mixing.splice: 0.5 (expected: 0.0 to 0.4)",
        "head: {kind: arcface} | head: {}\\ndistillation: {teacher: t, mixing: {blend: 1}} |"
            + " distillation.mixing: Mixing[blend=1.0, splice=0.0] (expected: none beside a head",
        "schedule: | optimizer: {momentum: 1}\\n"
            + "schedule: | optimizer.momentum: 1.0 (expected: 0 to below 1)",
        "schedule: | optimizer: {weight-decay: -1}\\n"
            + "schedule: | optimizer.weight-decay: -1.0 (expected: 0 or above, finite)",
        "schedule: | augmentation: {crop: {shift: 1}}\\n"
            + "schedule: | augmentation.crop.shift: 1.0 (expected: 0.0 to 0.5)",
        "schedule: | augmentation: {mirror: {probability: 2}}\\n"
            + "schedule: | augmentation.mirror.probability: 2.0",
        "rate: 0.1 | rate: 0 | schedule.rate: 0.0 (expected: above 0, finite)",
        "rate: 0.1 | rate: 0.1, kind: steps, milestones: [2, 1] | schedule.milestone: 1 (expected:"
            + " above 2)",
        "rate: 0.1 | rate: 0.1, kind: steps, milestones: [x] | schedule.milestones: [\"x\"]"
            + " (expected: a list of numbers",
        "epochs: 3 | epochs: 3, steps: 4 | training.epochs: 3 (expected: exactly one of steps,"
            + " epochs)",
        "epochs: 3 | epochs: 0 | training.epochs: 0 (expected: 1 to ",
        "epochs: 3 | epochs: 3, head-first: -1 | training.head-first: -1 (expected: 0 to ",
        "epochs: 3 | steps: 3, head-first: 3 | training.head-first: 3 (expected: below 3, the"
            + " number of steps)",
        "epochs: 3 | epochs: 3, max-norm: -1 | training.max-norm: -1.0 (expected: 0 or above)",
        "schedule: | verification: {pairs: p}\\nschedule: | verification.images: missing",
        "schedule: | publish: {models: m}\\nschedule: | publish.name: missing",
        "schedule: | publish: {name: Face}\\nschedule: | publish.name: Face (expected: 1 to 63 lower-case",
        "schedule: | publish: {name: face, server: 1}\\nschedule: | publish.server: 1 (expected: text)",
        "schedule: | publish: {name: face, if-better-than-live: true}\\nschedule: | publish.if-better-than-live: true (expected: false, or a section verification",
        "schedule: | publish: {name: face, licence: MIT}\\nschedule: | publish.licence: \"MIT\" (expected: no such key",
        "schedule: | checkpoints: {keep: 0}\\nschedule: | checkpoints.keep: 0 (expected: 1 to ",
      })
  void mistake_isRefusedWithKeyValueAndExpectation(String right, String wrong, String message) {
    String yaml = MINIMAL.replace(right, wrong.replace("\\n", "\n"));
    BadYamlException refused = assertThrows(BadYamlException.class, () -> read(yaml));
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.startsWith(file + ": " + message), said);
  }

  @Test
  void headFirstWithoutAHead_isRefused() {
    String yaml =
        MINIMAL
            .replace("head: {kind: arcface}", "distillation: {teacher: t}")
            .replace("epochs: 3", "epochs: 3, head-first: 1");
    BadYamlException refused = assertThrows(BadYamlException.class, () -> read(yaml));
    assertEquals(
        file + ": training.head-first: 1 (expected: 0, since there is no head)",
        refused.getMessage());
  }

  private TrainingConfig read(String yaml) throws IOException {
    return TrainingConfigFile.read(Files.writeString(file, yaml));
  }
}
