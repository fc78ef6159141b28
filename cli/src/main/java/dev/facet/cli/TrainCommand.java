package dev.facet.cli;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.config.TrainingConfigFile;
import dev.facet.trainer.config.VerificationConfig;
import dev.facet.trainer.log.RunLog;
import dev.facet.trainer.run.NotBetterException;
import dev.facet.trainer.run.TrainingListener;
import dev.facet.trainer.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facet train}: from a configuration to a trained network, published if it says so. */
@Command(
    name = "train",
    description = {
      "Trains, fine-tunes or distils a network, as a configuration says.",
      "",
      "The configuration names the output directory. It gets model/, a bundle with the trained"
          + " network; checkpoints/; and metrics.csv, event files for TensorBoard and curves.png."
          + " A run that was ended, by whatever, goes on with --resume from its latest checkpoint"
          + " and ends with the same weights. On SIGTERM or SIGINT it finishes its step, writes a"
          + " checkpoint and exits with 143 or 130; a second one ends it at once.",
      "",
      "With a section publish the network then becomes the next version of a model, and live on a"
          + " running server, as facet publish does it; --tls and the options below it, and"
          + " --token-file, are for that server. Every key: docs/training.md."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet train --config examples/training/small.yaml",
      "  facet train --config examples/training/small.yaml --resume"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "What to train, on what and how, as YAML.")
  private Path file;

  @Option(
      names = "--resume",
      description = "Go on from the latest checkpoint; from the beginning where there is none.")
  private boolean resume;

  @Mixin private SecurityOptions security;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, NotBetterException {
    TrainingConfig config = TrainingConfigFile.read(file);
    TrainingProgress progress = new TrainingProgress(console, System::nanoTime);
    try (StopSignals signals = new StopSignals()) {
      Optional<ModelBundle> trained;
      try (RunLog log = new RunLog(config.output(), Clock.systemUTC())) {
        List<TrainingListener> listeners = List.of(log, progress);
        trained =
            resume
                ? TrainingRun.resume(config, listeners, signals::received)
                : TrainingRun.start(config, listeners, signals::received);
      } finally {
        progress.endLine();
      }
      if (trained.isEmpty()) {
        console
            .err()
            .println(
                "facet: stopped at a checkpoint by %s; to go on: facet train --config %s --resume"
                    .formatted(signals.name(), file));
        return signals.exitCode();
      }
      finished(config, trained.get());
      return ExitCode.OK;
    }
  }

  private void finished(TrainingConfig config, ModelBundle trained)
      throws IOException, NotBetterException {
    console.out().println("trained    " + trained.directory());
    if (config.publish().isPresent()) {
      new Publisher(
              console,
              config.publish().get(),
              config.verification().map(VerificationConfig::set),
              security)
          .publish(trained);
    }
  }
}
