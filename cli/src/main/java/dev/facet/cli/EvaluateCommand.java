package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoSource;
import dev.facet.cli.report.Evaluation;
import dev.facet.cli.report.EvaluationFiles;
import dev.facet.cli.report.EvaluationText;
import dev.facet.cli.report.Faceless;
import dev.facet.client.FaceSelection;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.evaluation.RocCurve;
import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.evaluation.VerificationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facet evaluate}: how well a model tells people apart. */
@Command(
    name = "evaluate",
    description = {
      "Measures how well a model tells people apart, on pairs of photos or videos.",
      "",
      "Prints the accuracy at the best threshold of the cosine similarity, at a given one, and over"
          + " the folds where the list has them; the true accept rate (TAR) at a false accept rate"
          + " (FAR) of 1e-3; and the area under the ROC curve (AUC). The best threshold is chosen on"
          + " the very pairs that it is measured on; to choose it on others, give --threshold-from.",
      "",
      "With --detect the face of each photo is found first, of several the central one. Photos"
          + " without a face are named on stderr, and their pairs count as errors at every"
          + " threshold.",
      "",
      "The commands below measure other tasks, on folders of people."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet evaluate --pairs pairs.txt --images lfw --landmarks points.txt --output report",
      "  facet evaluate --pairs pairsDevTest.txt --threshold-from pairsDevTrain.txt \\",
      "      --images lfw --landmarks points.txt --model models/mobileface/1",
      "  facet evaluate --pairs pairs.txt --images lfw --detect --server localhost:50051"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluateCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = false)
  private @Nullable PairOptions pairs;

  @ArgGroup private @Nullable Threshold threshold;

  @ArgGroup(exclusive = false)
  private @Nullable DetectionOptions detection;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Of a list of videos: the most frames that are taken of each, at even distances."
              + " Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where to write report.json, roc.csv and roc.png, too.")
  private @Nullable Path output;

  @Mixin private EmbedderOptions embedder;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  /** The command with those below it. */
  static CommandLine commandLine(Console console) {
    return new CommandLine(new EvaluateCommand(console))
        .addSubcommand(new EvaluateIdentificationCommand(console))
        .addSubcommand(new EvaluateClusteringCommand(console));
  }

  @Override
  public Integer call() throws Exception {
    if (pairs == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required options: '--pairs=FILE', '--images=DIR'");
    }
    if (frames < 1) {
      throw new ParameterException(
          spec.commandLine(), "--frames: " + frames + " (expected: 1 or more)");
    }
    DetectionOptions.requireOne(detection, spec.commandLine());
    PhotoSource source =
        DetectionOptions.source(
            detection, FaceSelection.CENTRAL, pairs.landmarks(), spec.commandLine());
    PairList judged = PairList.read(pairs.list());
    Optional<PairList> tuning = tuningPairs();
    PairScorer scorer = new PairScorer(pairs.images(), source, frames);
    scorer.add(judged);
    if (tuning.isPresent()) {
      scorer.add(tuning.get());
    }
    try (Embedder open = embedder.open(detection);
        Progress progress = Progress.start(console, "embed", scorer.photoCount())) {
      scorer.embed(open, progress::step);
    }
    for (Photo photo : scorer.faceless()) {
      console.err().println("facet: " + photo.name() + ": no face found");
    }
    VerificationReport report =
        VerificationReport.of(scorer.score(judged), givenThreshold(scorer, tuning));
    Evaluation evaluation = new Evaluation(scorer.model(), report, faceless(scorer, judged));
    console.out().print(EvaluationText.of(evaluation));
    if (output != null) {
      EvaluationFiles.write(evaluation, output);
    }
    return ExitCode.OK;
  }

  private Optional<Faceless> faceless(PairScorer scorer, PairList judged) {
    return detection == null
        ? Optional.empty()
        : Optional.of(new Faceless(scorer.faceless().size(), scorer.facelessPairs(judged)));
  }

  private Optional<PairList> tuningPairs() throws IOException {
    return threshold == null || threshold.from == null
        ? Optional.empty()
        : Optional.of(PairList.read(threshold.from));
  }

  private OptionalDouble givenThreshold(PairScorer scorer, Optional<PairList> tuning) {
    if (tuning.isPresent()) {
      List<List<ScoredPair>> folds = scorer.score(tuning.get());
      RocCurve curve = new RocCurve(folds.stream().flatMap(List::stream).toList());
      return OptionalDouble.of(curve.best().threshold());
    }
    return threshold == null || threshold.value == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(threshold.value);
  }

  /** A threshold that was not chosen on the judged pairs. */
  private static final class Threshold {
    @Option(
        names = "--threshold",
        paramLabel = "T",
        description = "Judge the pairs at this cosine similarity, too.")
    private @Nullable Double value;

    @Option(
        names = "--threshold-from",
        paramLabel = "FILE",
        description = "Judge the pairs at the threshold that is best on this list of pairs, too.")
    private @Nullable Path from;
  }
}
