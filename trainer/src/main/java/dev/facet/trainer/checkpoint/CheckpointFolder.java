package dev.facet.trainer.checkpoint;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.facet.model.staging.StagedDirectory;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.yaml.YamlFile;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.data.loader.Position;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of a run: a directory for each, {@code step-<steps taken>}, which is there whole
 * or not at all; only the latest are kept. For one run at a time.
 */
public final class CheckpointFolder {

  private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})");
  private static final String STATE = "state.yaml";
  private static final String PARAMETERS = "parameters.params";
  private static final String OPTIMIZER = "optimizer.params";

  private final Path root;
  private final int keep;

  /**
   * The checkpoints of a directory.
   *
   * @param root one that does not exist holds none until one is written
   * @param keep how many are kept, at least 1
   */
  public CheckpointFolder(Path root, int keep) {
    this.root = root;
    this.keep = keep;
  }

  /** Whether there is none. */
  public boolean isEmpty() throws IOException {
    return steps().isEmpty();
  }

  /**
   * Writes one, and then deletes those that are no longer kept.
   *
   * @throws FileAlreadyExistsException if there is one of that step
   * @throws IOException if it cannot be written; the others are still there
   */
  public void write(Checkpoint checkpoint) throws IOException {
    Path target = directory(checkpoint.stepsTaken());
    try (StagedDirectory staged = StagedDirectory.in(root)) {
      Map<String, Object> state =
          Map.of(
              "steps-taken", checkpoint.stepsTaken(),
              "next-epoch", checkpoint.next().epoch(),
              "next-batch", checkpoint.next().batch(),
              "recipe", checkpoint.recipe());
      Files.write(staged.path().resolve(STATE), new YAMLMapper().writeValueAsBytes(state));
      ParamsFile.write(staged.path().resolve(PARAMETERS), checkpoint.parameters());
      ParamsFile.write(staged.path().resolve(OPTIMIZER), checkpoint.optimizer());
      if (!staged.moveTo(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
    }
    StagedDirectory.deleteLeftovers(root);
    List<Long> steps = steps();
    for (Long old : steps.subList(0, Math.max(0, steps.size() - keep))) {
      StagedDirectory.delete(directory(old));
    }
  }

  /**
   * Reads the latest.
   *
   * @return empty if there is none
   * @throws IOException if it cannot be read or is damaged
   */
  public Optional<Checkpoint> latest() throws IOException {
    List<Long> steps = steps();
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(read(directory(steps.get(steps.size() - 1))));
  }

  private static Checkpoint read(Path directory) throws IOException {
    YamlSection state = YamlFile.read(directory.resolve(STATE));
    Checkpoint checkpoint =
        new Checkpoint(
            state.whole("steps-taken", null, 0, Long.MAX_VALUE),
            new Position(
                state.integer("next-epoch", 0, Integer.MAX_VALUE),
                state.integer("next-batch", 0, Integer.MAX_VALUE)),
            state.text("recipe", null),
            ParamsFile.readFloats(directory.resolve(PARAMETERS)),
            ParamsFile.readFloats(directory.resolve(OPTIMIZER)));
    state.refuseUnknownKeys();
    return checkpoint;
  }

  private Path directory(long steps) {
    return root.resolve("step-" + steps);
  }

  /** Steps of the checkpoints, ascending. */
  private List<Long> steps() throws IOException {
    List<Long> steps = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
        for (Path child : children) {
          Matcher name = NAME.matcher(String.valueOf(child.getFileName()));
          if (name.matches()) {
            steps.add(Long.valueOf(name.group(1)));
          }
        }
      }
    }
    steps.sort(Comparator.naturalOrder());
    return steps;
  }
}
