package dev.facet.trainer.config;

import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlFile;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.data.augment.Augmentation;
import dev.facet.trainer.data.loader.LoaderOptions;
import dev.facet.trainer.step.Optimizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the configuration of a training run from YAML. A key that is not known is refused, as is a
 * value of another type or range, with the key, the value and what was expected. All keys, with
 * their defaults where they have one ({@code |} stands between alternatives):
 *
 * <pre>{@code
 * seed: 1
 * output: runs/first                 # required
 * device: cpu | devices: [cpu]       # gpu0; or several, over which batches are split
 * data:
 *   people: DIR | records: DIR | images: FILE   # required; images in the format of MNIST
 *   list: FILE                       # of people: who; absent: everyone
 *   landmarks: FILE                  # of people: five points a photo; absent: crops of faces
 *   labels: FILE                     # of images: required; whose number stands for a person
 *   most: (all)                      # of images: how many are taken, the first ones
 *   balanced: {people: P, photos: Q} # absent: all photos, shuffled
 *   threads: (one a core)
 *   batches-ahead: 4
 *   bad-share: 0.01
 * augmentation:                      # each absent: not done; in this order
 *   crop: {probability: 1, shift: 0.04, scale: 0.04}
 *   mirror: {probability: 0.5}
 *   color: {probability: 0.5, brightness: 0.2, contrast: 0.2, saturation: 0.2}
 *   grayscale: {probability: 0.1}
 *   blur: {probability: 0.1, least: 0.5, most: 2}
 *   cutout: {probability: 0.1, share: 0.3}
 * network:
 *   backbone: NAME | start: DIR      # required; start is a published version's directory
 *                                    # mobilefacenet-y1, mobilefacenet-mbf, mobileface,
 *                                    # ir-resnet-18, ir-resnet-34, ir-resnet-50, ir-resnet-100,
 *                                    # facenet-nn1, facenet-nn2, inception-resnet-v1,
 *                                    # sphereface-20, lenet-plus-plus; each has its input's size
 *   dimension: (the backbone's)      # of backbone
 *   frozen: []                       # regular expressions of whole parameter names
 *   statistics: updated              # or frozen
 * head:                              # head, comparison or distillation, or several of them
 *   kind: arcface                    # softmax, normalized-softmax, sphereface, cosface,
 *                                    # am-softmax, arcface, combined, coco
 *   scale: 64                        # of all but softmax and sphereface; 30 of am-softmax,
 *                                    # 21.475 of coco
 *   margin: 0.5                      # of arcface; 0.35 of cosface and am-softmax; of sphereface
 *                                    # 4, or 1 to 3
 *   annealing: {base: 1000, gamma: 0.12, least: 5}   # of sphereface
 *   easy: false                      # of arcface
 *   factor: 1                        # of combined: cos(factor theta + angle) - offset
 *   angle: 0.3
 *   offset: 0.2
 *   weight: 1
 *   center: {weight: 0.003, rate: 0.5}   # absent: no center loss
 *   sample: 1                        # share of the people whose weights a step trains, above 0
 * comparison:                        # needs data.balanced, 2 people with 2 photos or more
 *   kind: triplet                    # or contrastive
 *   mining: semi-hard                # of triplet: or batch-hard, or all
 *   margin: 0.2                      # 1 of contrastive
 *   weight: 1
 * distillation:
 *   teacher: DIR                     # required; a published version's directory
 *   cosine: 1
 *   relational: 0
 *   mixing: {blend: 0, splice: 0}    # probabilities that a face is mixed with another
 * optimizer:
 *   kind: sgd                        # or adamw
 *   weight-decay: 0.0005             # 0.05 of adamw
 *   momentum: 0.9                    # of sgd
 *   beta1: 0.9                       # of adamw
 *   beta2: 0.999
 *   epsilon: 1.0e-8
 * schedule:
 *   kind: polynomial                 # or cosine, steps
 *   rate: R                          # required
 *   warm-up: 0
 *   end: 0                           # of polynomial and cosine
 *   power: 2                         # of polynomial
 *   factor: 0.1                      # of steps
 *   milestones: []                   # of steps
 * training:
 *   batch-size: N                    # required
 *   accumulation: 1
 *   max-norm: 5                      # 0: gradients are not clipped
 *   steps: N | epochs: N             # required
 *   head-first: 0                    # steps in which only the head learns; below all steps
 * verification:                      # absent: none
 *   pairs: FILE | bin: FILE          # required
 *   images: DIR                      # of pairs: required
 *   landmarks: FILE                  # of pairs
 *   every: 1000
 * checkpoints: {every: 1000, keep: 3}
 * publish:                           # absent: not published
 *   name: NAME                       # required; of the model
 *   models: models                   # directory of the repository
 *   license: (the start's)
 *   server: HOST:PORT                # absent: no server is asked to make it live
 *   if-better-than-live: false       # true: judged by verification, which must be there
 * }</pre>
 *
 * <p>With several devices a batch is split evenly over them. In training each then normalises by
 * its own part of the batch, as most trainers do, and what is saved is the statistics of the first;
 * all else is as on one device.
 */
public final class TrainingConfigFile {

  private static final int MANY = Integer.MAX_VALUE;

  private TrainingConfigFile() {}

  /**
   * Reads a file.
   *
   * @throws BadYamlException if it cannot be read or has a mistake
   */
  public static TrainingConfig read(Path file) throws BadYamlException {
    return read(YamlFile.read(file));
  }

  /**
   * Reads what a whole file says.
   *
   * @throws BadYamlException if it has a mistake
   */
  public static TrainingConfig read(YamlSection root) throws BadYamlException {
    YamlSection training = root.section("training");
    long headFirst = training.whole("head-first", 0L, 0, MANY);
    StepsConfig steps = steps(training);
    long seed = root.whole("seed", 1L, Long.MIN_VALUE, Long.MAX_VALUE);
    Path output = path(root, "output");
    List<ComputeDevice> devices = devices(root);
    DataConfig data = data(root.section("data"), steps.batchSize());
    Augmentation augmentation = AugmentationSection.read(root.section("augmentation"));
    NetworkConfig network = NetworkSection.read(root.section("network"));
    ObjectiveConfig objective = ObjectiveSections.read(root);
    Optimizer optimizer = RuleSections.optimizer(root.section("optimizer"));
    ScheduleConfig schedule = RuleSections.schedule(root.section("schedule"));
    Optional<VerificationConfig> verification =
        root.has("verification")
            ? Optional.of(verification(root.section("verification")))
            : Optional.empty();
    CheckpointsConfig checkpoints = checkpoints(root.section("checkpoints"));
    Optional<PublishConfig> publish = PublishSection.read(root, verification.isPresent());
    root.refuseUnknownKeys();
    return root.checked(
        () ->
            new TrainingConfig(
                seed,
                output,
                devices,
                data,
                augmentation,
                network,
                objective,
                optimizer,
                schedule,
                steps,
                headFirst,
                verification,
                checkpoints,
                publish));
  }

  private static List<ComputeDevice> devices(YamlSection root) throws BadYamlException {
    if (!root.has("device") && !root.has("devices")) {
      return List.of(ComputeDevice.CPU);
    }
    List<String> names =
        root.oneOf("device", "devices").equals("device")
            ? List.of(root.text("device", null))
            : root.textList("devices");
    return root.checked(() -> names.stream().map(ComputeDevice::parse).toList());
  }

  private static DataConfig data(YamlSection section, int batchSize) throws BadYamlException {
    DataConfig.Source source = source(section);
    long cores = Runtime.getRuntime().availableProcessors();
    int threads = (int) section.whole("threads", cores, 1, MANY);
    int ahead = (int) section.whole("batches-ahead", 4L, 1, MANY);
    double badShare = section.number("bad-share", 0.01);
    section.checked(() -> new LoaderOptions(batchSize, threads, ahead, badShare));
    Optional<DataConfig.Balanced> balanced =
        section.has("balanced")
            ? Optional.of(balanced(section.section("balanced"), batchSize))
            : Optional.empty();
    section.refuseUnknownKeys();
    return new DataConfig(source, balanced, threads, ahead, badShare);
  }

  /** Reads where photos are, from the section that says it. */
  public static DataConfig.Source source(YamlSection section) throws BadYamlException {
    return switch (section.oneOf("people", "records", "images")) {
      case "people" ->
          new DataConfig.People(
              path(section, "people"),
              optionalPath(section, "list"),
              optionalPath(section, "landmarks"));
      case "images" ->
          new DataConfig.Images(
              path(section, "images"),
              path(section, "labels"),
              (int) section.whole("most", (long) MANY, 1, MANY));
      default -> new DataConfig.Records(path(section, "records"));
    };
  }

  private static DataConfig.Balanced balanced(YamlSection section, int batchSize)
      throws BadYamlException {
    int people = section.integer("people", 1, batchSize);
    int photos = section.integer("photos", 1, batchSize);
    if ((long) people * photos != batchSize) {
      throw section.bad(
          "photos", photos, "training.batch-size over people: " + batchSize + " / " + people);
    }
    section.refuseUnknownKeys();
    return new DataConfig.Balanced(people, photos);
  }

  private static StepsConfig steps(YamlSection section) throws BadYamlException {
    int batchSize = section.integer("batch-size", 1, 1 << 16);
    long accumulation = section.whole("accumulation", 1L, 1, 1 << 16);
    double maxNorm = section.number("max-norm", 5.0);
    if (maxNorm < 0) {
      throw section.bad("max-norm", maxNorm, "0 or above");
    }
    String unit = section.oneOf("steps", "epochs");
    long count = section.integer(unit, 1, MANY);
    section.refuseUnknownKeys();
    return new StepsConfig(
        batchSize,
        (int) accumulation,
        maxNorm == 0 ? Double.POSITIVE_INFINITY : maxNorm,
        unit.equals("steps") ? new StepsConfig.Steps(count) : new StepsConfig.Epochs(count));
  }

  private static VerificationConfig verification(YamlSection section) throws BadYamlException {
    VerificationConfig.Set set =
        section.oneOf("pairs", "bin").equals("bin")
            ? new VerificationConfig.Bin(path(section, "bin"))
            : new VerificationConfig.Pairs(
                path(section, "pairs"),
                path(section, "images"),
                optionalPath(section, "landmarks"));
    long every = section.whole("every", 1000L, 1, MANY);
    section.refuseUnknownKeys();
    return new VerificationConfig(set, every);
  }

  private static CheckpointsConfig checkpoints(YamlSection section) throws BadYamlException {
    long every = section.whole("every", 1000L, 1, MANY);
    int keep = (int) section.whole("keep", 3L, 1, MANY);
    section.refuseUnknownKeys();
    return new CheckpointsConfig(every, keep);
  }

  /** A path that must be there. */
  public static Path path(YamlSection section, String key) throws BadYamlException {
    String text = section.text(key, null);
    return section.checked(() -> Path.of(text));
  }

  static Optional<Path> optionalPath(YamlSection section, String key) throws BadYamlException {
    return section.has(key) ? Optional.of(path(section, key)) : Optional.empty();
  }
}
