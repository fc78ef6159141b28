package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Directory;
import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.detection.DetectionBenchmark;
import dev.facet.benchmarks.detection.DetectionResult;
import dev.facet.benchmarks.detection.Part;
import dev.facet.benchmarks.load.Photos;
import dev.facet.benchmarks.report.Json;
import dev.facet.benchmarks.report.Table;
import dev.facet.model.bundle.ModelRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facet bench detection}: from photo to embedding. */
@Command(
    name = "detection",
    description = {
      "Claim: from photo to embedding a server needs what its parts need.",
      "",
      "Photos a second of a server that finds and embeds the largest face of each, against the sum"
          + " of the parts (decode, detect, align, embed), each measured alone on all processors,"
          + " in turns with the server."
    },
    footerHeading = "%nExamples:%n",
    footer =
        "  facet bench detection --models models --embedder face --detector retinaface"
            + " --images lfw")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DetectionCommand implements Callable<Integer> {

  private static final double MILLIS = 1000;

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Repository that has both models. Default: ${DEFAULT-VALUE}.")
  private Path models;

  @Option(
      names = "--embedder",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Model that embeds. Default: ${DEFAULT-VALUE}.")
  private String embedder;

  @Option(
      names = "--detector",
      paramLabel = "NAME",
      required = true,
      description = "Model that finds faces.")
  private String detector;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      converter = Directory.class,
      description = "JPEG files with a face each, of which some are taken.")
  private Path images;

  @Option(
      names = "--photos",
      paramLabel = "N",
      defaultValue = "32",
      converter = Positive.class,
      description = "Number of different photos. Default: ${DEFAULT-VALUE}.")
  private int photos;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      converter = Positive.class,
      description = "Rounds, each of all parts and the server. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      converter = Seconds.class,
      description = "Time of each part of a round. Default: ${DEFAULT-VALUE}.")
  private Duration time;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ModelRepository repository = new ModelRepository(models);
    Map<String, String> settings = new HashMap<>();
    settings.put("models.repository", models.toString());
    settings.put("models.default", embedder);
    settings.put("models.detector", detector);
    DetectionResult result =
        new DetectionBenchmark(
                Photos.in(images, photos),
                rounds,
                time,
                step -> {
                  err.println(step);
                  err.flush();
                })
            .measure(
                repository.openDetector(detector, highest(repository, detector)),
                repository.open(embedder, highest(repository, embedder)),
                settings,
                output.file("detection-server.log"));
    print(result, out);
    output.write(out, "results", "detection.json", file -> Json.write(result, file));
    return ExitCode.OK;
  }

  private static long highest(ModelRepository repository, String model) throws IOException {
    List<Long> versions = repository.versions(model);
    if (versions.isEmpty()) {
      throw new IOException(repository.root() + ": no model " + model);
    }
    return versions.get(versions.size() - 1);
  }

  private static void print(DetectionResult result, PrintWriter out) {
    Table table = new Table("part", "photos/s", "ms a photo and processor");
    int processors = Runtime.getRuntime().availableProcessors();
    for (Part part : result.parts()) {
      table.add(
          part.name(),
          Table.number(part.perSecond(), 1),
          Table.number(MILLIS * processors / part.perSecond(), 2));
    }
    double limit = DetectionBenchmark.median(result.limits());
    double served = DetectionBenchmark.median(result.served());
    table.add(
        "all, one after the other",
        Table.number(limit, 1),
        Table.number(MILLIS * processors / limit, 2));
    table.add("server", Table.number(served, 1), Table.number(MILLIS * result.processorEach(), 2));
    table.print(out);
    out.printf(Locale.ROOT, "server / parts  %.2f%n", served / limit);
  }
}
