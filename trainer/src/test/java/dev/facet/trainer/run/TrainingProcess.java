package dev.facet.trainer.run;

import dev.facet.trainer.config.TrainingConfigFile;
import dev.facet.trainer.step.StepReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** A process that trains, or goes on training, and says on its standard output how far it is. */
final class TrainingProcess {

  /** What the lines begin with, among those of logging. */
  static final String PREFIX = "run: ";

  private TrainingProcess() {}

  /** Says how far a run is. */
  private record Telling(PrintStream out) implements TrainingListener {
    @Override
    public void began(RunOutline outline) {
      out.println(PREFIX + "began " + outline.stepsTaken());
    }

    @Override
    public void stepped(StepReport report, Pace pace) {
      out.println(PREFIX + "step " + (report.step() + 1));
    }

    @Override
    public void verified(VerificationResult result) {
      out.println(PREFIX + "verified " + result.stepsTaken());
    }

    @Override
    public void checkpointed(long stepsTaken) {
      out.println(PREFIX + "checkpoint " + stepsTaken);
    }

    @Override
    public void finished(long stepsTaken) {
      out.println(PREFIX + "finished " + stepsTaken);
    }
  }

  /** Takes the path of the configuration. */
  public static void main(String[] args) throws IOException, InterruptedException {
    TrainingListener telling = new Telling(System.out);
    TrainingRun.resume(TrainingConfigFile.read(Path.of(args[0])), List.of(telling));
  }

  /** Starts one; its standard error is not looked at. */
  static Process start(Path config) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            TrainingProcess.class.getName(),
            config.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
