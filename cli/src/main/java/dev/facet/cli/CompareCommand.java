package dev.facet.cli;

import dev.facet.cli.face.EmbeddedFace;
import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoRun;
import dev.facet.cli.face.RemoteComparer;
import dev.facet.cli.report.ComparisonText;
import dev.facet.client.CompareOptions;
import dev.facet.client.Comparison;
import dev.facet.client.FaceSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facet compare}: how alike two faces are. */
@Command(
    name = "compare",
    description = {
      "Tells how alike two faces are.",
      "",
      "The cosine similarity goes from -1 to 1, the Euclidean distance from 0 (the same) to 2."
          + " From which value on two faces are one person's depends on the model and on what an"
          + " error costs: see facet evaluate. With --threshold or --max-far the server decides.",
      "",
      "With --detect the images are photos, whose faces are found first: of several the largest,"
          + " unless --select says otherwise."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet compare ann.jpg bob.jpg",
      "  facet compare ann.jpg bob.jpg --landmarks points.txt --server faces.example.org:50051",
      "  facet compare passport.jpg party.jpg --detect --threshold 0.3"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CompareCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A", description = "One image.")
  private Path first;

  @Parameters(index = "1", paramLabel = "B", description = "The other image.")
  private Path second;

  @Option(
      names = "--landmarks",
      paramLabel = "FILE",
      description = "Five points a photo, as for facet embed.")
  private @Nullable Path landmarks;

  @ArgGroup private @Nullable SimilarityRule rule;

  @ArgGroup(exclusive = false)
  private @Nullable DetectionOptions detection;

  @Mixin private EmbedderOptions embedder;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    DetectionOptions.requireOne(detection, spec.commandLine());
    List<Photo> photos =
        DetectionOptions.source(detection, FaceSelection.LARGEST, landmarks, spec.commandLine())
            .photos(List.of(first, second));
    Comparison comparison =
        embedder.isLocal()
            ? locally(photos.get(0), photos.get(1))
            : remotely(photos.get(0), photos.get(1));
    console.out().print(ComparisonText.of(comparison));
    return ExitCode.OK;
  }

  private Comparison locally(Photo first, Photo second) throws IOException, InterruptedException {
    if (rule != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--threshold, --max-far: given with --model (expected: a server, which decides)");
    }
    EmbeddingCollector collector = new EmbeddingCollector();
    try (Embedder open = embedder.open(detection)) {
      PhotoRun.run(open::embed, List.of(first, second), collector, () -> {});
    }
    EmbeddedFace a = collector.face(first);
    EmbeddedFace b = collector.face(second);
    return new Comparison(
        (float) a.embedding().cosineSimilarity(b.embedding()),
        (float) a.embedding().euclideanDistance(b.embedding()),
        Optional.of(a.embedding().model()),
        a.found(),
        b.found(),
        Optional.empty(),
        OptionalDouble.empty());
  }

  private Comparison remotely(Photo first, Photo second) throws IOException {
    try (RemoteComparer comparer = embedder.comparer(detection)) {
      return comparer.compare(first, second, decided(comparer.options()));
    }
  }

  private CompareOptions decided(CompareOptions options) {
    return rule == null
        ? options
        : new CompareOptions(options.embed(), options.detect(), rule.threshold(), rule.maxFar());
  }
}
