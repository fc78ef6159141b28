package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.LocalEmbedder;
import dev.facet.cli.face.PhotoLandmarks;
import dev.facet.cli.report.CalibrationFiles;
import dev.facet.cli.report.CalibrationReport;
import dev.facet.cli.report.CalibrationText;
import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.evaluation.Calibration;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.evaluation.SimilarityCounts;
import dev.facet.model.signing.VersionSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facet calibrate}: the thresholds of a version, by what they let pass. */
@Command(
    name = "calibrate",
    description = {
      "Measures which threshold lets which part of the pairs of two people pass for one person"
          + " (false accept rate, FAR), and writes the thresholds into the version's manifest.",
      "",
      "Prints for each rate the threshold of the cosine similarity and which part of the list's"
          + " pairs of one person passes it (true accept rate, TAR). A rate rests on at least 10"
          + " false accepts, so rates go down to 10 / pairs of two people; --all-pairs makes many"
          + " more of them of the same photos.",
      "",
      "Take people whom the model was not trained on, and such as will be compared: of others the"
          + " thresholds are too low. The version's digest stays; one that is signed must be signed"
          + " again. A running server knows the thresholds once it loads the version anew."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet calibrate face --pairs pairs.txt --images faces --all-pairs",
      "  facet calibrate face --version 2 --pairs pairsDevTrain.txt --images lfw \\",
      "      --landmarks points.txt --all-pairs --dry-run --output report"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CalibrateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Mixin private PairOptions pairs;

  @Option(
      names = "--all-pairs",
      description =
          "Measure on all pairs of two people that the photos of the list make. Default: on those"
              + " of the list.")
  private boolean allPairs;

  @Option(names = "--dry-run", description = "Leave the manifest as it is.")
  private boolean dryRun;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where to write calibration.csv and calibration.png, too.")
  private @Nullable Path output;

  @Mixin private ExistingVersionOptions option;

  CalibrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ModelRepository repository = option.existing();
    long version = option.versionOf(name);
    ModelBundle bundle = repository.open(name, version);
    CalibrationReport report = measure(bundle);
    say("model       %s version %d", name, version);
    say(
        "pairs       %d of one person, %d of two",
        report.same().total(), report.different().total());
    console.out().println();
    Table.print(CalibrationText.rows(report), console.out());
    if (output != null) {
      CalibrationFiles.write(report, output);
    }
    if (!dryRun) {
      bundle.requireUnchanged();
      Map<String, Double> before = repository.open(name, version).manifest().about().measured();
      repository.setMeasured(name, version, report.calibration().putInto(before));
      console.out().println();
      say("written     %s", bundle.directory().resolve(ManifestFile.NAME));
      if (VersionSignature.find(bundle.directory()).isPresent()) {
        say("signature   holds no more: sign again (facet models sign)");
      }
    }
    return ExitCode.OK;
  }

  private CalibrationReport measure(ModelBundle bundle) throws IOException, InterruptedException {
    PairList list = PairList.read(pairs.list());
    if (list.ofVideos()) {
      throw new IOException(
          pairs.list() + ": pairs of videos (expected: of photos, which thresholds are for)");
    }
    PairScorer scorer =
        new PairScorer(pairs.images(), PhotoLandmarks.readOrNone(pairs.landmarks()), 1);
    scorer.add(list);
    try (Embedder embedder = LocalEmbedder.open(bundle.directory());
        Progress progress = Progress.start(console, "embed", scorer.photoCount())) {
      scorer.embed(embedder, progress::step);
    }
    List<ScoredPair> scored = scorer.score(list).stream().flatMap(List::stream).toList();
    SimilarityCounts different = allPairs ? all(scorer) : count(scored, false);
    return new CalibrationReport(
        scorer.model(), calibration(different), count(scored, true), different);
  }

  private SimilarityCounts all(PairScorer scorer) {
    try (Progress progress = Progress.start(console, "compare", scorer.photoCount())) {
      return scorer.countTwoPeople(progress::step);
    }
  }

  private static SimilarityCounts count(List<ScoredPair> pairs, boolean same) {
    SimilarityCounts counts = new SimilarityCounts();
    pairs.stream()
        .filter(pair -> pair.same() == same)
        .mapToDouble(ScoredPair::similarity)
        .forEach(counts::add);
    return counts;
  }

  private Calibration calibration(SimilarityCounts different) throws IOException {
    try {
      return Calibration.measure(different);
    } catch (IllegalArgumentException e) {
      String more = allPairs ? "" : "; --all-pairs makes more of the same photos";
      throw new IOException(pairs.list() + ": " + e.getMessage() + more, e);
    }
  }

  private void say(String format, Object... values) {
    console.out().println(String.format(Locale.ROOT, format, values));
  }
}
