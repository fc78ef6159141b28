package dev.facet.benchmarks;

import static dev.facet.benchmarks.report.Table.number;

import dev.facet.benchmarks.OptionValues.Positive;
import dev.facet.benchmarks.OptionValues.Seconds;
import dev.facet.benchmarks.measure.Spread;
import dev.facet.benchmarks.measure.Stretch;
import dev.facet.benchmarks.report.Picture;
import dev.facet.benchmarks.report.Table;
import dev.facet.benchmarks.training.AlternatingRun;
import dev.facet.benchmarks.training.Round;
import dev.facet.benchmarks.training.Sample;
import dev.facet.benchmarks.training.SampleFiles;
import dev.facet.benchmarks.training.Sampler;
import dev.facet.benchmarks.training.Waits;
import dev.facet.benchmarks.training.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facet bench training}: the training loop beside the bare computation of its steps. */
@Command(
    name = "training",
    description = {
      "Claim: the training loop, with decoding, augmentation, metrics and checkpoints, reaches 90 %%"
          + " of the images a second of forward, backward and update alone.",
      "",
      "Both are measured in turn in one process, on one network, batch size and optimiser. Each"
          + " stretch begins with steps that do not count, and so does the whole with a round."
    },
    footerHeading = "%nExamples:%n",
    footer = "  facet bench training --people lfw --landmarks landmarks.txt")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainingCommand implements Callable<Integer> {

  private static final double CLAIM = 0.9;

  @Spec private CommandSpec spec;
  @Mixin private TrainingOptions options;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      converter = Positive.class,
      description = "How often each is measured. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @ArgGroup private @Nullable StretchLength length;

  /** Picocli allows one of the two. */
  private static final class StretchLength {
    @Option(
        names = "--seconds",
        paramLabel = "S",
        required = true,
        converter = Seconds.class,
        description = "How long each is measured in a round. Default: 20.")
    private @Nullable Duration time;

    @Option(
        names = "--steps",
        paramLabel = "N",
        required = true,
        converter = Positive.class,
        description = "The same in steps.")
    private @Nullable Integer steps;
  }

  private Stretch.Length stretch() {
    if (length != null && length.steps != null) {
      return Stretch.Length.ofSteps(length.steps);
    }
    return Stretch.Length.of(
        length != null && length.time != null ? length.time : Duration.ofSeconds(20));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Sampler sampler = new Sampler(options.batchSize(), options.interval(), System::nanoTime);
    List<Round> measured;
    try (TemporaryDirectory directory = TemporaryDirectory.in(options.output().directory())) {
      measured =
          new AlternatingRun(
                  options.recipe().config(directory.path()),
                  rounds,
                  stretch(),
                  sampler,
                  round -> err.println("loop / bare  " + number(round.ratio(), 3)),
                  System::nanoTime)
              .run();
    }
    report(measured);
    write(sampler.samples());
    return ExitCode.OK;
  }

  private void report(List<Round> measured) {
    PrintWriter out = spec.commandLine().getOut();
    Table table =
        new Table(
            "round",
            "bare, images/s",
            "loop, images/s",
            "loop / bare",
            "data wait, %",
            "checkpoints",
            "resident, MiB",
            "heap used, MiB",
            "committed, MiB");
    Waits waits = new Waits();
    for (int i = 0; i < measured.size(); i++) {
      Round round = measured.get(i);
      waits.addAll(round.waits());
      table.add(
          Integer.toString(i + 1),
          number(round.bare(), 1),
          number(round.loop(), 1),
          number(round.ratio(), 3),
          number(100 * round.waits().mean(), 2),
          Integer.toString(round.checkpoints()),
          number(round.memory().residentMib(), 0),
          number(round.memory().heapUsedMib(), 0),
          number(round.memory().heapCommittedMib(), 0));
    }
    table.print(out);
    Spread ratio = Spread.of(measured.stream().mapToDouble(Round::ratio).toArray());
    out.printf(
        Locale.ROOT,
        "ratio  median %.3f, %.3f to %.3f over %d rounds (claim: %.2f or above; %s)%n",
        ratio.median(),
        ratio.least(),
        ratio.greatest(),
        measured.size(),
        CLAIM,
        ratio.median() >= CLAIM ? "reached" : "missed");
    out.printf(
        Locale.ROOT,
        "waited for data  %.2f %% of the loop's time, %.2f %% at most over about 20 steps%n",
        100 * waits.mean(),
        100 * waits.greatest());
  }

  private void write(List<Sample> samples) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    options
        .output()
        .write(out, "samples", "training.csv", file -> SampleFiles.writeCsv(samples, file));
    if (samples.isEmpty()) {
      return;
    }
    Picture picture = new Picture();
    picture.add(
        "seconds",
        "images/s",
        List.of(
            SampleFiles.speed(samples, Sample::seconds, Work.BARE),
            SampleFiles.speed(samples, Sample::seconds, Work.LOOP)));
    picture.add("seconds", "MiB", SampleFiles.memory(samples, Sample::seconds));
    options.output().write(out, "picture", "training.png", picture::write);
  }
}
