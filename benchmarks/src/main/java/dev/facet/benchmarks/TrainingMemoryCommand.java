package dev.facet.benchmarks;

import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.measure.Stretch;
import dev.facet.benchmarks.report.Picture;
import dev.facet.benchmarks.report.Picture.Line;
import dev.facet.benchmarks.training.LoneRun;
import dev.facet.benchmarks.training.MemorySlope;
import dev.facet.benchmarks.training.Sample;
import dev.facet.benchmarks.training.SampleFiles;
import dev.facet.benchmarks.training.Sampler;
import dev.facet.benchmarks.training.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facet bench training-memory}: the training loop alone, for long. */
@Command(
    name = "training-memory",
    description = {
      "Claim: the memory of a long training run stays flat, and data never starves the engine.",
      "",
      "Fits a line to the resident memory after a warm-up. The Java heap is part of it and grows"
          + " as it likes; to see the rest alone, take all of the heap at once:"
          + " FACET_JAVA_OPTS='-Xms2g -XX:+AlwaysPreTouch'."
    },
    footerHeading = "%nExamples:%n",
    footer = "  facet bench training-memory --people lfw --landmarks landmarks.txt --minutes 60")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainingMemoryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private TrainingOptions options;

  @ArgGroup(multiplicity = "1")
  private RunLength length;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "200",
      converter = Positive.class,
      description = "First steps that do not count. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  /** Picocli requires one of the two. */
  private static final class RunLength {
    @Option(
        names = "--minutes",
        paramLabel = "M",
        required = true,
        converter = Positive.class,
        description = "How long the loop runs after the warm-up.")
    private @Nullable Integer minutes;

    @Option(
        names = "--steps",
        paramLabel = "N",
        required = true,
        converter = Positive.class,
        description = "The same in steps.")
    private @Nullable Integer steps;
  }

  private Stretch.Length stretch() {
    Stretch.Length wanted =
        length.steps != null
            ? Stretch.Length.ofSteps(length.steps)
            : Stretch.Length.of(Duration.ofMinutes(Objects.requireNonNull(length.minutes)));
    return wanted.after(warmUp);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Sampler sampler = new Sampler(options.batchSize(), options.interval(), System::nanoTime);
    LoneRun.Summary summary;
    try (TemporaryDirectory directory = TemporaryDirectory.in(options.output().directory())) {
      summary =
          LoneRun.run(
              options.recipe().config(directory.path()), stretch(), sampler, System::nanoTime);
    }
    Optional<MemorySlope> slope = MemorySlope.of(sampler.samples(), warmUp);
    report(summary, slope);
    write(sampler.samples(), slope);
    return ExitCode.OK;
  }

  private void report(LoneRun.Summary summary, Optional<MemorySlope> slope) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "steps  %d after a warm-up of %d, %.1f images/s, %d checkpoints%n",
        summary.steps(),
        warmUp,
        summary.facesPerSecond(),
        summary.checkpoints());
    out.printf(
        Locale.ROOT,
        "waited for data  %.2f %% of the time, %.2f %% at most over about 20 steps%n",
        100 * summary.waits().mean(),
        100 * summary.waits().greatest());
    if (slope.isEmpty()) {
      out.println(
          "resident memory  unknown: fewer than 2 samples, or a system that does not say it");
      return;
    }
    MemorySlope memory = slope.get();
    out.printf(
        Locale.ROOT,
        "resident memory  %.1f to %.1f MiB, slope %+.3f MiB per 1,000 steps%n",
        memory.resident().least(),
        memory.resident().greatest(),
        memory.per1000Steps());
  }

  private void write(List<Sample> samples, Optional<MemorySlope> slope) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    options
        .output()
        .write(out, "samples", "training-memory.csv", file -> SampleFiles.writeCsv(samples, file));
    if (samples.isEmpty()) {
      return;
    }
    List<Line> memory = new ArrayList<>(SampleFiles.memory(samples, Sample::steps));
    slope.ifPresent(fitted -> memory.add(fitted(fitted, samples)));
    Picture picture = new Picture();
    picture.add("steps", "MiB", memory);
    picture.add("steps", "images/s", List.of(SampleFiles.speed(samples, Sample::steps, Work.LOOP)));
    options.output().write(out, "picture", "training-memory.png", picture::write);
  }

  private Line fitted(MemorySlope slope, List<Sample> samples) {
    List<Double> steps =
        samples.stream()
            .filter(sample -> sample.steps() > warmUp)
            .map(sample -> (double) sample.steps())
            .toList();
    return new Line("fitted", steps, steps.stream().map(slope.fit()::at).toList());
  }
}
