package dev.facet.cli;

import dev.facet.cli.face.FaceFinder;
import dev.facet.cli.face.FileFailure;
import dev.facet.cli.face.PhotoDecoder;
import dev.facet.cli.face.PhotoException;
import dev.facet.cli.face.PhotoFile;
import dev.facet.cli.face.PhotoRun;
import dev.facet.cli.face.WireFaces;
import dev.facet.cli.picture.FaceCropper;
import dev.facet.cli.picture.PictureFolder;
import dev.facet.cli.picture.PictureFormat;
import dev.facet.client.Detections;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facet align}: photos to aligned crops of their faces. */
@Command(
    name = "align",
    description = {
      "Cuts the faces of photos out, aligned to ArcFace's template.",
      "",
      "ann.jpg becomes ann_0.png, ann_1.png and so on, by falling score; directories are kept. The"
          + " crops can be embedded, evaluated and trained on without landmarks. Photos without a"
          + " face, and photos that fail, are named on stderr; the exit code is 1 where one fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet align photos --output crops",
      "  facet align lfw --output crops --select central --format jpeg \\",
      "      --detector models/detector/1"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AlignCommand implements Callable<Integer> {
  /** As models' inputs have. */
  private static final int MOST_PIXELS = 4096;

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Photos, and directories of photos: JPEG, PNG, WebP, BMP, GIF.")
  private List<Path> paths;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Where to write the crops.")
  private Path output;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "112",
      description = "Width and height of the crops. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--format",
      defaultValue = "png",
      paramLabel = "FORMAT",
      description = "How crops are written: png, or jpeg with quality 95. Default: png.")
  private PictureFormat format;

  @Option(names = "--force", description = "Overwrite crops that are there. Default: they stay.")
  private boolean force;

  @Mixin private FinderOptions finder;

  AlignCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (size < 1 || size > MOST_PIXELS) {
      throw new ParameterException(
          spec.commandLine(), "--size: " + size + " (expected: 1 to " + MOST_PIXELS + ")");
    }
    List<PhotoFile> photos = PhotoFile.list(paths);
    Results results = new Results(photos);
    try (FaceFinder open = finder.open();
        Progress progress = Progress.start(console, "align", photos.size())) {
      PhotoRun.run(photo -> open.find(photo.file()), photos, results, progress::step);
    }
    console.out().println(results.faces + " faces of " + photos.size() + " photos in " + output);
    return results.failed.exitCode();
  }

  private final class Results implements PhotoRun.Results<PhotoFile, Detections> {
    private final PictureFolder folder;
    private final FaceCropper cropper = new FaceCropper(size);
    private final ImageDecoder decoder = PhotoDecoder.create();
    private final FailedPhotos failed = new FailedPhotos(console);
    private int faces;

    Results(List<PhotoFile> photos) {
      this.folder = new PictureFolder(output, photos, force);
    }

    @Override
    public void done(PhotoFile photo, Detections found) {
      if (found.faces().isEmpty()) {
        console.err().println("facet: " + photo.name() + ": no face found");
        return;
      }
      try {
        write(photo, found);
      } catch (IOException e) {
        failed.add(photo.name(), FileFailure.message(e));
      } catch (BadImageException e) {
        failed.add(photo.name(), String.valueOf(e.getMessage()));
      }
    }

    private void write(PhotoFile photo, Detections found) throws IOException, BadImageException {
      Pixels pixels = decoder.decode(Files.readAllBytes(photo.file()));
      for (int i = 0; i < found.faces().size(); i++) {
        BufferedImage crop =
            cropper.crop(pixels, WireFaces.landmarks(found.faces().get(i).landmarks()));
        format.write(crop, folder.claim(photo, "_" + i + format.ending()));
        faces++;
      }
    }

    @Override
    public void failure(PhotoFile photo, PhotoException failure) {
      failed.add(photo.name(), failure.reason());
    }
  }
}
