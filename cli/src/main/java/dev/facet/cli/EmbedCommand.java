package dev.facet.cli;

import dev.facet.cli.face.EmbeddedFace;
import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoException;
import dev.facet.cli.face.PhotoRun;
import dev.facet.cli.face.PhotoSource;
import dev.facet.cli.format.EmbeddingFormat;
import dev.facet.cli.format.EmbeddingWriter;
import dev.facet.client.FaceSelection;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facet embed}: files to embeddings. */
@Command(
    name = "embed",
    description = {
      "Makes an embedding of each file.",
      "",
      "A file is a face crop, or, with --landmarks, a photo in which the face is aligned. A file"
          + " that fails is named on stderr, the others go on; the exit code is then 1.",
      "",
      "With --detect a file is a photo, of which each face is embedded, by falling score, unless"
          + " --select says which. Its faces are called FILE#0, FILE#1 and so on. A photo without a"
          + " face fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet embed ann.jpg bob.png",
      "  facet embed photos/*.jpg --landmarks points.txt --format npy --output photos.npy",
      "  facet embed ann.jpg --model models/mobileface/1 --format csv",
      "  facet embed party.jpg --detect --min-score 0.9 --server localhost:50051"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EmbedCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Images: JPEG, PNG, WebP, BMP, GIF.")
  private List<Path> files;

  @Option(
      names = "--landmarks",
      paramLabel = "FILE",
      description =
          "Five points a photo, a line each: file, then x y of left eye, right eye, nose,"
              + " left and right corner of the mouth. A photo is found by the end of its path.")
  private @Nullable Path landmarks;

  @Option(
      names = "--format",
      defaultValue = "json",
      paramLabel = "FORMAT",
      description = {
        "json: an array, one object a face; a file that failed is one with the reason.",
        "csv: file, digest of the model, values; a file that failed has no line.",
        "npy: a float32 matrix, one row a face; a file that failed is a row of NaN.",
        "Default: json."
      })
  private EmbeddingFormat format;

  @Option(names = "--output", paramLabel = "FILE", description = "Where to write. Default: stdout.")
  private @Nullable Path output;

  @ArgGroup(exclusive = false)
  private @Nullable DetectionOptions detection;

  @Mixin private EmbedderOptions embedder;

  EmbedCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    PhotoSource source =
        DetectionOptions.source(detection, FaceSelection.ALL, landmarks, spec.commandLine());
    List<Photo> photos = source.photos(files);
    if (output == null) {
      return embed(photos, console.out());
    }
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(output))) {
      return embed(photos, file);
    }
  }

  private int embed(List<Photo> photos, OutputStream out) throws Exception {
    try (Embedder open = embedder.open(detection);
        EmbeddingWriter writer = format.writer(out);
        Progress progress = Progress.start(console, "embed", photos.size())) {
      FailedPhotos failed = new FailedPhotos(console);
      PhotoRun.run(open::embed, photos, new Results(writer, failed), progress::step);
      return failed.exitCode();
    }
  }

  private static final class Results implements PhotoRun.Results<Photo, List<EmbeddedFace>> {
    private final EmbeddingWriter writer;
    private final FailedPhotos failed;

    Results(EmbeddingWriter writer, FailedPhotos failed) {
      this.writer = writer;
      this.failed = failed;
    }

    @Override
    public void done(Photo photo, List<EmbeddedFace> faces) throws IOException {
      writer.faces(photo.name(), faces);
    }

    @Override
    public void failure(Photo photo, PhotoException failure) throws IOException {
      failed.add(photo.name(), failure.reason());
      writer.failure(photo.name(), failure.reason());
    }
  }
}
