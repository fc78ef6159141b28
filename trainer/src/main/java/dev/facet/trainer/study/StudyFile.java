package dev.facet.trainer.study;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlFile;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.config.DataConfig;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.config.TrainingConfigFile;
import dev.facet.trainer.run.TrainingRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the configuration of a study from YAML:
 *
 * <pre>{@code
 * output: runs/losses                # required
 * seeds: [1]                         # of the trainings of each variant
 * training: {}                       # what all have in common: keys of TrainingConfigFile
 * start: {}                          # absent: each begins as it says; else a training of its own,
 *                                    # made first, whose network all variants begin with
 * variants:                          # required; what each has of its own, laid over it
 *   softmax: {head: {kind: softmax}}
 *   arcface: {head: {kind: arcface}, schedule: {rate: 0.05}}
 * features:                          # absent: none; whose embeddings are measured and drawn
 *   images: FILE                     # one of the kinds of data.* of TrainingConfigFile
 *   labels: FILE
 *   most: 2000
 * }</pre>
 *
 * <p>{@code seed}, {@code output} and {@code publish} are no keys of the trainings here. A mistake
 * in any of them is found before the first begins.
 */
public final class StudyFile {

  /** Key of the training that comes first, and its name among the variants. */
  private static final String START = "start";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private StudyFile() {}

  /**
   * Reads a file.
   *
   * @throws BadYamlException if it cannot be read or has a mistake
   */
  public static Study read(Path file) throws BadYamlException {
    YamlSection root = YamlFile.read(file);
    Path output = TrainingConfigFile.path(root, "output");
    YamlSection common = root.section("training");
    List<Long> seeds = seeds(root);
    Map<String, YamlSection> variants = variants(root);
    List<StudyRun> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (Map.Entry<String, YamlSection> variant : variants.entrySet()) {
        String name = variant.getKey();
        YamlSection training = variant.getValue().over(common);
        if (variants.containsKey(START) && !name.equals(START)) {
          training = startingFrom(directory(output, START, seed), file).over(training);
        }
        runs.add(run(file, directory(output, name, seed), name, seed, training));
      }
    }
    Optional<DataConfig.Source> features =
        root.has("features") ? Optional.of(features(root.section("features"))) : Optional.empty();
    root.refuseUnknownKeys();
    return new Study(output, runs, features);
  }

  /** What each variant has of its own, that of the start first if there is one. */
  private static Map<String, YamlSection> variants(YamlSection root) throws BadYamlException {
    Map<String, YamlSection> variants = new LinkedHashMap<>();
    if (root.has(START)) {
      variants.put(START, root.section(START));
    }
    YamlSection section = root.section("variants");
    List<String> names = section.keys();
    if (names.isEmpty()) {
      throw root.bad("variants", null, "a name or more, each with what it has of its own");
    }
    for (String name : names) {
      if (!NAME.matcher(name).matches() || name.equals(START)) {
        throw root.bad("variants", name, NAME.pattern() + ", but not " + START);
      }
      variants.put(name, section.section(name));
    }
    return variants;
  }

  private static List<Long> seeds(YamlSection root) throws BadYamlException {
    List<Long> seeds =
        root.has("seeds") ? root.wholes("seeds", Long.MIN_VALUE, Long.MAX_VALUE) : List.of(1L);
    if (seeds.isEmpty() || new HashSet<>(seeds).size() < seeds.size()) {
      throw root.bad("seeds", seeds, "one or more, each once");
    }
    return seeds;
  }

  private static Path directory(Path output, String variant, long seed) {
    return output.resolve(variant).resolve("seed-" + seed);
  }

  private static YamlSection startingFrom(Path run, Path file) throws BadYamlException {
    String network = run.resolve(TrainingRun.MODEL).toString();
    return YamlFile.of(file, Map.of("network", Map.of("start", network)));
  }

  private static StudyRun run(
      Path file, Path directory, String name, long seed, YamlSection training)
      throws BadYamlException {
    for (String key : List.of("seed", "output", "publish")) {
      if (training.has(key)) {
        throw training.bad(key, "given", "nothing: a study has its own");
      }
    }
    YamlSection whole =
        training.over(
            YamlFile.of(file, new TreeMap<>(Map.of("output", directory.toString(), "seed", seed))));
    TrainingConfig config = TrainingConfigFile.read(whole);
    return new StudyRun(name, seed, whole, config);
  }

  private static DataConfig.Source features(YamlSection section) throws BadYamlException {
    DataConfig.Source source = TrainingConfigFile.source(section);
    section.refuseUnknownKeys();
    return source;
  }
}
