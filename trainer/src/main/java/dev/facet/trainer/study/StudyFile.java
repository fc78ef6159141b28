package dev.facet.trainer.study;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlFile;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.config.DataConfig;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.config.TrainingConfigFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
    List<Long> seeds =
        root.has("seeds") ? root.wholes("seeds", Long.MIN_VALUE, Long.MAX_VALUE) : List.of(1L);
    YamlSection variants = root.section("variants");
    List<String> names = variants.keys();
    requireSome(root, seeds, names);
    List<StudyRun> runs = new ArrayList<>();
    for (long seed : seeds) {
      for (String name : names) {
        if (!NAME.matcher(name).matches()) {
          throw root.bad("variants", name, NAME.pattern());
        }
        runs.add(run(file, output, name, seed, variants.section(name).over(common)));
      }
    }
    Optional<DataConfig.Source> features =
        root.has("features") ? Optional.of(features(root.section("features"))) : Optional.empty();
    root.refuseUnknownKeys();
    return new Study(output, runs, features);
  }

  private static void requireSome(YamlSection root, List<Long> seeds, List<String> names)
      throws BadYamlException {
    if (seeds.isEmpty() || new HashSet<>(seeds).size() < seeds.size()) {
      throw root.bad("seeds", seeds, "one or more, each once");
    }
    if (names.isEmpty()) {
      throw root.bad("variants", null, "a name or more, each with what it has of its own");
    }
  }

  private static StudyRun run(Path file, Path output, String name, long seed, YamlSection training)
      throws BadYamlException {
    for (String key : List.of("seed", "output", "publish")) {
      if (training.has(key)) {
        throw training.bad(key, "given", "nothing: a study has its own");
      }
    }
    Path directory = output.resolve(name).resolve("seed-" + seed);
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
