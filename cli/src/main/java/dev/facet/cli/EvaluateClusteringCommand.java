package dev.facet.cli;

import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.Photo;
import dev.facet.cli.people.ClusteringAlgorithm;
import dev.facet.cli.people.ClusteringSweep;
import dev.facet.cli.people.PeoplePhotos;
import dev.facet.cli.report.ClusteringFiles;
import dev.facet.cli.report.ClusteringReport;
import dev.facet.cli.report.ClusteringText;
import dev.facet.model.clustering.SimilarityMatrix;
import dev.facet.model.similarity.FaceTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facet evaluate clustering}: how well photos are sorted by person. */
@Command(
    name = "clustering",
    description = {
      "Measures how well the photos of many people are sorted by person, of whom none is known.",
      "",
      "Clusters by Chinese Whispers, DBSCAN, and average, complete and single linkage, at cosine"
          + " similarities from 0.1 to 0.9. Prints the best threshold of each, by the F of BCubed,"
          + " with precision (P), recall (R) and F, over pairs of photos and of BCubed. The best is"
          + " chosen on the very photos that it is measured on; one chosen on others is given by"
          + " --threshold."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet evaluate clustering --images lfw --landmarks points.txt --output report",
      "  facet evaluate clustering --images crops --algorithm average --threshold 0.4 \\",
      "      --model models/mobileface/1"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluateClusteringCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Mixin private PeopleOptions people;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "chinese-whispers,dbscan,average,complete,single",
      description = "Which to measure: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<ClusteringAlgorithm> algorithms;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Cluster at this cosine similarity, above 0, at most 1, too.")
  private @Nullable Double threshold;

  @Option(
      names = "--min-points",
      paramLabel = "N",
      defaultValue = "3",
      description = "For DBSCAN: how many alike photos start a cluster. Default: 3.")
  private int minPoints;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "For Chinese Whispers: decides in which order photos choose. Default: 0.")
  private long seed;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where to write report.json, clustering.csv and clustering.png, too.")
  private @Nullable Path output;

  @Mixin private EmbedderOptions embedder;

  EvaluateClusteringCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    validate();
    PeoplePhotos photos = people.open();
    List<Photo> all = photos.all();
    requireMemory(all.size());
    EmbeddingCollector embeddings = embedder.embed(console, all);
    SimilarityMatrix similarities;
    try (Progress progress = Progress.start(console, "compare", all.size())) {
      List<FaceTemplate> templates =
          all.stream().map(photo -> FaceTemplate.of(embeddings.of(photo).values())).toList();
      similarities = SimilarityMatrix.of(templates, progress::step);
    }
    ClusteringReport report =
        new ClusteringReport(
            embeddings.model(),
            all.size(),
            photos.byPerson().size(),
            sweeps(similarities, photos.labels()));
    console
        .out()
        .printf("model   %s version %d%n", report.model().name(), report.model().version());
    console.out().printf("photos  %d of %d people%n%n", report.photos(), report.people());
    Table.print(ClusteringText.rows(report), console.out());
    if (output != null) {
      ClusteringFiles.write(report, output);
    }
    return ExitCode.OK;
  }

  private List<ClusteringSweep> sweeps(SimilarityMatrix similarities, int[] labels) {
    OptionalDouble given =
        threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold);
    List<ClusteringSweep> sweeps = new ArrayList<>();
    try (Progress progress =
        Progress.start(console, "cluster", (long) ClusteringSweep.steps() * algorithms.size())) {
      for (ClusteringAlgorithm algorithm : algorithms) {
        sweeps.add(
            ClusteringSweep.run(
                algorithm, similarities, labels, given, minPoints, seed, progress::step));
      }
    }
    return sweeps;
  }

  private void validate() {
    if (threshold != null && !(threshold > 0 && threshold <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--threshold: " + threshold + " (expected: above 0, at most 1)");
    }
    if (minPoints < 1) {
      throw new ParameterException(
          spec.commandLine(), "--min-points: " + minPoints + " (expected: 1 or more)");
    }
  }

  private void requireMemory(int photos) throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    int most = SimilarityMatrix.mostFaces(heap);
    if (photos > most) {
      throw new IOException(
          "%s: %d photos (expected: at most %d in %d MB; FACET_JAVA_OPTS=-Xmx8g gives more)"
              .formatted(people.images(), photos, most, heap >> 20));
    }
  }
}
