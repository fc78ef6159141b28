package dev.facet.cli;

import dev.facet.trainer.run.TrainingListener;
import dev.facet.trainer.study.Study;
import dev.facet.trainer.study.StudyFile;
import dev.facet.trainer.study.StudyRun;
import dev.facet.trainer.study.StudyRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code facet study}: the same training with one thing or another changed, as a table. */
@Command(
    name = "study",
    description = {
      "Trains the same network in several variants, with several seeds each, and compares them.",
      "",
      "The configuration says what all trainings have in common, and what each variant has of its"
          + " own, such as its loss. Its output directory gets table.md, with the mean and the"
          + " standard deviation of each measure over the seeds, and, where embeddings have two"
          + " values, features.png. A study that was ended, by whatever, goes on when the same"
          + " command is given again. Every key: docs/losses.md."
    },
    footerHeading = "%nExamples:%n",
    footer = "  facet study --config examples/studies/digits.yaml")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StudyCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "What to train, in which variants, as YAML.")
  private Path file;

  private @Nullable TrainingProgress progress;

  StudyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Study study = StudyFile.read(file);
    try (StopSignals signals = new StopSignals()) {
      Optional<String> table;
      try {
        table =
            new StudyRunner(
                    study,
                    Clock.systemUTC(),
                    (run, number) -> progress(run, number, study.runs().size()))
                .run(signals::received);
      } finally {
        if (progress != null) {
          progress.endLine();
        }
      }
      if (table.isEmpty()) {
        console
            .err()
            .println(
                "facet: stopped at a checkpoint by %s; to go on: facet study --config %s"
                    .formatted(signals.name(), file));
        return signals.exitCode();
      }
      console.out().print(table.get());
      return ExitCode.OK;
    }
  }

  private TrainingListener progress(StudyRun run, int number, int runs) {
    if (progress != null) {
      progress.endLine();
    }
    console
        .err()
        .println("run %d of %d: %s, seed %d".formatted(number, runs, run.variant(), run.seed()));
    progress = new TrainingProgress(console, System::nanoTime);
    return progress;
  }
}
