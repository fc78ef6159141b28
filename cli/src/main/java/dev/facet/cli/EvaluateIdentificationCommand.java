package dev.facet.cli;

import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.people.GallerySplit;
import dev.facet.cli.people.PeoplePhotos;
import dev.facet.cli.people.PeopleSearch;
import dev.facet.cli.report.Identification;
import dev.facet.cli.report.IdentificationFiles;
import dev.facet.cli.report.IdentificationText;
import dev.facet.model.evaluation.IdentificationReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facet evaluate identification}: how well a model finds people in a gallery. */
@Command(
    name = "identification",
    description = {
      "Measures how well a model finds a person among many, and tells strangers from them.",
      "",
      "A share of the people is enrolled: their first photos become the gallery, a template each,"
          + " and their others are looked up in it, as are all photos of everyone else, the"
          + " strangers. Prints how often the right person is first, and among the first five"
          + " (rank 1, rank 5); and how often first and above a threshold (TPIR) where so many"
          + " searches of strangers find anybody above it (FPIR)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet evaluate identification --images lfw --landmarks points.txt --output report",
      "  facet evaluate identification --images lfw --landmarks points.txt --enrolled 80%% \\",
      "      --gallery-photos 3 --without trained-on.txt --model models/mobileface/1"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluateIdentificationCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Mixin private PeopleOptions people;

  @Option(
      names = "--enrolled",
      paramLabel = "SHARE",
      defaultValue = "0.5",
      converter = ShareConverter.class,
      description = "How many of the people are in the gallery, as 0.5 or 50%%. Default: 0.5.")
  private double enrolled;

  @Option(
      names = "--gallery-photos",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many photos of a person make the template. Default: 1.")
  private int galleryPhotos;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides who is enrolled. Default: 0.")
  private long seed;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where to write report.json, cmc.csv and .png, open-set.csv and .png, too.")
  private @Nullable Path output;

  @Mixin private EmbedderOptions embedder;

  EvaluateIdentificationCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (galleryPhotos < 1) {
      throw new ParameterException(
          spec.commandLine(), "--gallery-photos: " + galleryPhotos + " (expected: 1 or more)");
    }
    PeoplePhotos photos = people.open();
    GallerySplit split = GallerySplit.choose(photos, galleryPhotos, enrolled, seed);
    EmbeddingCollector embeddings = embedder.embed(console, photos.all());
    IdentificationReport report;
    try (Progress progress = Progress.start(console, "search", split.probeCount())) {
      report = PeopleSearch.run(split, embeddings, progress::step);
    }
    Identification found = new Identification(embeddings.model(), report);
    console.out().print(IdentificationText.of(found));
    if (output != null) {
      IdentificationFiles.write(found, output);
    }
    return ExitCode.OK;
  }
}
