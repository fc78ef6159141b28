package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.FaceFinder;
import dev.facet.cli.face.FileFailure;
import dev.facet.cli.face.PhotoDecoder;
import dev.facet.cli.face.PhotoException;
import dev.facet.cli.face.PhotoFile;
import dev.facet.cli.face.PhotoRun;
import dev.facet.cli.format.DetectionFormat;
import dev.facet.cli.format.DetectionWriter;
import dev.facet.cli.people.FaceNamer;
import dev.facet.cli.people.NamedFaces;
import dev.facet.cli.picture.FacePainter;
import dev.facet.cli.picture.PictureFolder;
import dev.facet.cli.picture.PictureFormat;
import dev.facet.client.DetectOptions;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import java.awt.image.BufferedImage;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facet detect}: the faces of photos. */
@Command(
    name = "detect",
    description = {
      "Finds the faces of photos.",
      "",
      "Of a directory all photos are taken, those of the directories in it too. A photo that fails"
          + " is named on stderr, the others go on; the exit code is then 1. A photo without a face"
          + " is none that fails.",
      "",
      "With --gallery a face gets the name of the person whose photos it is most like, where it"
          + " is alike enough: at a --max-far of 0.001, unless that or --threshold is given. Of each"
          + " photo of the gallery the largest face counts. The server that finds faces embeds them,"
          + " too; or a --model does, beside a --detector."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet detect party.jpg --draw party-faces.png",
      "  facet detect photos --select largest --format json --output faces.json",
      "  facet detect photos --detector models/detector/1 --draw drawn --min-size 20",
      "  facet detect party.jpg --gallery people --draw party-names.png"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DetectCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Photos, and directories of photos: JPEG, PNG, WebP, BMP, GIF.")
  private List<Path> paths;

  @Mixin private FinderOptions finder;

  @ArgGroup(exclusive = false)
  private @Nullable NamingOptions naming;

  @Option(
      names = "--draw",
      paramLabel = "PATH",
      description =
          "Draw boxes, points, numbers and scores, or names and similarities, into a copy of each"
              + " photo: into this file, if it ends in .png, else into this directory.")
  private @Nullable Path draw;

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "FORMAT",
      description = {
        "text: a line a face.",
        "json: an array, one object a photo, with landmarks.",
        "Default: text."
      })
  private DetectionFormat format;

  @Option(names = "--output", paramLabel = "FILE", description = "Where to write. Default: stdout.")
  private @Nullable Path output;

  DetectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    List<PhotoFile> photos = PhotoFile.list(paths);
    if (draw != null && isPicture(draw) && photos.size() != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--draw: %s, of %d photos (expected: a directory)".formatted(draw, photos.size()));
    }
    if (output == null) {
      return detect(photos, console.out());
    }
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(output))) {
      return detect(photos, file);
    }
  }

  private static boolean isPicture(Path path) {
    return path.toString().endsWith(PictureFormat.png.ending());
  }

  private int detect(List<PhotoFile> photos, OutputStream out) throws Exception {
    return naming == null ? find(photos, out) : name(photos, naming, out);
  }

  private int find(List<PhotoFile> photos, OutputStream out) throws Exception {
    FailedPhotos failed = new FailedPhotos(console);
    try (FaceFinder open = finder.open();
        DetectionWriter writer = format.writer(out);
        Progress progress = Progress.start(console, "detect", photos.size())) {
      PhotoRun.run(
          photo -> open.find(photo.file()).thenApply(NamedFaces::nameless),
          photos,
          new Results(writer, photos, failed),
          progress::step);
    }
    return failed.exitCode();
  }

  private int name(List<PhotoFile> photos, NamingOptions naming, OutputStream out)
      throws Exception {
    FailedPhotos failed = new FailedPhotos(console);
    DetectOptions wanted = finder.wanted();
    try (Embedder open = finder.openEmbedder(naming.model())) {
      FaceNamer namer = naming.enrol(open, failed, console);
      try (DetectionWriter writer = format.writer(out);
          Progress progress = Progress.start(console, "detect", photos.size())) {
        PhotoRun.run(
            photo -> open.embedFaces(photo.file(), wanted),
            photos,
            namer.before(new Results(writer, photos, failed)),
            progress::step);
      }
    }
    return failed.exitCode();
  }

  private final class Results implements PhotoRun.Results<PhotoFile, NamedFaces> {
    private final DetectionWriter writer;
    private final FailedPhotos failed;
    private final @Nullable PictureFolder folder;
    private final ImageDecoder decoder = PhotoDecoder.create();

    Results(DetectionWriter writer, List<PhotoFile> photos, FailedPhotos failed) {
      this.writer = writer;
      this.failed = failed;
      this.folder = draw == null ? null : new PictureFolder(draw, photos, true);
    }

    @Override
    public void done(PhotoFile photo, NamedFaces found) throws IOException {
      writer.photo(photo.name(), found);
      if (folder != null && draw != null) {
        draw(photo, found, folder, draw);
      }
    }

    private void draw(PhotoFile photo, NamedFaces found, PictureFolder folder, Path target) {
      String ending = PictureFormat.png.ending();
      try {
        Path file = isPicture(target) ? folder.claim(target) : folder.claim(photo, ending);
        BufferedImage picture = decoder.decode(Files.readAllBytes(photo.file())).toPicture();
        FacePainter.paint(picture, found.faces());
        PictureFormat.png.write(picture, file);
      } catch (IOException e) {
        failed.add(photo.name(), "cannot be drawn: " + FileFailure.message(e));
      } catch (BadImageException e) {
        failed.add(photo.name(), "cannot be drawn: " + e.getMessage());
      }
    }

    @Override
    public void failure(PhotoFile photo, PhotoException failure) throws IOException {
      failed.add(photo.name(), failure.reason());
      writer.failure(photo.name(), failure.reason());
    }
  }
}
