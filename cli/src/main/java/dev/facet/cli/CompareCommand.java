package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.EmbeddingRun;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoLandmarks;
import dev.facet.client.FaceEmbedding;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facet compare}: how alike two faces are. */
@Command(
    name = "compare",
    description = {
      "Tells how alike two faces are.",
      "",
      "The cosine similarity goes from -1 to 1, the Euclidean distance from 0 (the same) to 2."
          + " From which value on two faces are one person's depends on the model and on what an"
          + " error costs: see facet evaluate."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet compare ann.jpg bob.jpg",
      "  facet compare ann.jpg bob.jpg --landmarks points.txt --server faces.example.org:50051"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CompareCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "A", description = "One image.")
  private Path first;

  @Parameters(index = "1", paramLabel = "B", description = "The other image.")
  private Path second;

  @Option(
      names = "--landmarks",
      paramLabel = "FILE",
      description = "Five points a photo, as for facet embed.")
  private @Nullable Path landmarks;

  @Mixin private EmbedderOptions embedder;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    List<Photo> photos = PhotoLandmarks.readOrNone(landmarks).photos(List.of(first, second));
    EmbeddingCollector collector = new EmbeddingCollector();
    try (Embedder open = embedder.open()) {
      EmbeddingRun.embed(open, photos, collector, () -> {});
    }
    FaceEmbedding a = collector.of(photos.get(0));
    FaceEmbedding b = collector.of(photos.get(1));
    PrintStream out = console.out();
    out.printf(Locale.ROOT, "cosine similarity   %.4f%n", a.cosineSimilarity(b));
    out.printf(Locale.ROOT, "euclidean distance  %.4f%n", a.euclideanDistance(b));
    out.printf("model               %s version %d%n", a.model().name(), a.model().version());
    return ExitCode.OK;
  }
}
