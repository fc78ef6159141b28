package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Directory;
import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.ReadableFile;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.images.Cost;
import dev.facet.benchmarks.images.ImagesBenchmark;
import dev.facet.benchmarks.images.ImagesFiles;
import dev.facet.benchmarks.images.PhotoSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facet bench images}: from image files to tensors. */
@Command(
    name = "images",
    description = {
      "Measures what a photo costs before it comes to the engine: CPU time and memory of decoding"
          + " and of preprocessing, and of both as the server does them. Photos as given, and the"
          + " same ones enlarged.",
      "",
      "Measures the CPU time of one thread, so that other work on the machine matters little."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet bench images",
      "  facet bench images --images lfw --landmarks landmarks.txt --widths 1000,4000"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ImagesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @ArgGroup(exclusive = false)
  private @Nullable Given given;

  /** Photos and their landmarks come together. */
  private static final class Given {
    @Option(
        names = "--images",
        paramLabel = "DIR",
        required = true,
        converter = Directory.class,
        description = "JPEG files. Default: photos drawn by code.")
    private Path images;

    @Option(
        names = "--landmarks",
        paramLabel = "FILE",
        required = true,
        converter = ReadableFile.class,
        description = "Their landmarks: a line a file, name and ten numbers.")
    private Path landmarks;
  }

  @Option(
      names = "--photos",
      paramLabel = "N",
      defaultValue = "64",
      converter = Positive.class,
      description = "Photos as given, so many at most. Default: ${DEFAULT-VALUE}.")
  private int photos;

  @Option(
      names = "--widths",
      paramLabel = "PIXELS",
      split = ",",
      defaultValue = "1000,4000",
      converter = Positive.class,
      description = "Widths that photos are enlarged to. Default: ${DEFAULT-VALUE}.")
  private List<Integer> widths;

  @Option(
      names = "--enlarged",
      paramLabel = "N",
      defaultValue = "4",
      converter = Positive.class,
      description = "Photos that are enlarged. Default: ${DEFAULT-VALUE}.")
  private int enlarged;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      converter = Positive.class,
      description = "Rounds that count, after one that does not. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0.5",
      converter = Seconds.class,
      description =
          "CPU time of each step and width in a round, and no less than all photos once. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration time;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Cost> costs = new ImagesBenchmark(sets()).run(rounds, time);
    ImagesFiles.table(costs).print(out);
    output.write(out, "samples", "images.json", file -> ImagesFiles.writeJson(costs, file));
    output.write(out, "picture", "images.png", file -> ImagesFiles.writePicture(costs, file));
    return ExitCode.OK;
  }

  private List<PhotoSet> sets() throws IOException {
    PhotoSet small =
        given == null ? PhotoSet.drawn(photos) : PhotoSet.in(given.images, given.landmarks, photos);
    List<PhotoSet> sets = new ArrayList<>();
    sets.add(small);
    for (int width : widths) {
      sets.add(small.enlarged(width, enlarged));
    }
    return sets;
  }
}
