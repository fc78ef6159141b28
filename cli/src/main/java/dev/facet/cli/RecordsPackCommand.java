package dev.facet.cli;

import dev.facet.cli.face.PhotoDecoder;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.image.Landmarks;
import dev.facet.model.imports.ImportOptions.Size;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.PeopleFolder;
import dev.facet.trainer.data.PeopleList;
import dev.facet.trainer.data.recordio.CropEncoder;
import dev.facet.trainer.data.recordio.CropFormat;
import dev.facet.trainer.data.recordio.FaceRecords;
import dev.facet.trainer.data.recordio.RecordPacker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facet records pack}: a folder of people becomes a set of records. */
@Command(
    name = "pack",
    description = {
      "Packs a folder of people into a set of records.",
      "",
      "DIR holds a directory of photos for each person. A photo is a face crop, or, with"
          + " --landmarks, a photo in which the face is aligned. A photo that is broken is named on"
          + " stderr and skipped, as is a person of whom none is left; it is no failure."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet records pack crops --output crops-112",
      "  facet records pack lfw --landmarks points.txt --people peopleDevTrain.txt \\",
      "      --output lfw-112 --format png"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RecordsPackCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "Photos, as NAME/NAME_0001.jpg.")
  private Path directory;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Directory of the set, which must not exist; it appears once it is whole.")
  private Path output;

  @Option(
      names = "--landmarks",
      paramLabel = "FILE",
      description = "Five points a photo, as for facet embed. Without: photos are face crops.")
  private @Nullable Path landmarks;

  @Option(
      names = "--people",
      paramLabel = "FILE",
      description = "Whom to pack: a name a line, in the order of labels. Default: everyone.")
  private @Nullable Path people;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "112x112",
      converter = SizeConverter.class,
      description = "Width and height of the crops in pixels. Default: 112x112.")
  private Size size;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jpeg",
      description = "jpeg: about 6 kB a crop of 112x112. png: exact, about 25 kB. Default: jpeg.")
  private CropFormat format;

  private int skipped;

  RecordsPackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    try (PeopleFolder faces = open();
        Progress progress = Progress.start(console, "pack", faces.size())) {
      CropEncoder encoder =
          new CropEncoder(size.width(), size.height(), Template.ARCFACE_112, format);
      new RecordPacker(encoder, this::skip).pack(faces, output, progress::step);
    }
    try (FaceRecords packed = FaceRecords.open(output, PhotoDecoder.create())) {
      console
          .out()
          .println(
              "%s: %d photos of %d people, %d skipped"
                  .formatted(output, packed.size(), packed.people(), skipped));
    }
    return ExitCode.OK;
  }

  private PeopleFolder open() throws IOException {
    Map<String, Landmarks> points = landmarks == null ? null : LandmarksFile.read(landmarks);
    return people == null
        ? PeopleFolder.open(directory, points, PhotoDecoder.create())
        : PeopleFolder.open(directory, PeopleList.read(people), points, PhotoDecoder.create());
  }

  private void skip(BadPhotoException photo) {
    skipped++;
    console.err().println("facet: " + photo.getMessage());
  }
}
