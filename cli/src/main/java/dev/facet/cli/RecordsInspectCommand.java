package dev.facet.cli;

import dev.facet.cli.face.PhotoDecoder;
import dev.facet.cli.report.InspectionText;
import dev.facet.trainer.data.recordio.FaceRecords;
import dev.facet.trainer.data.recordio.RecordInspection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facet records inspect}: what a set of records holds. */
@Command(
    name = "inspect",
    description = {
      "Says what a set of records holds, and which records are broken.",
      "",
      "Every photo is decoded. The exit code is 1 where one is broken."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  facet records inspect lfw-112", "  facet records inspect lfw-112 --json"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RecordsInspectCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "Has train.rec, train.idx and property.")
  private Path directory;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  RecordsInspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    RecordInspection found;
    try (FaceRecords records = FaceRecords.open(directory, PhotoDecoder.create());
        Progress progress = Progress.start(console, "inspect", records.size())) {
      found = RecordInspection.of(records, progress::step);
    }
    console.out().print(json ? InspectionText.json(found) : InspectionText.of(found));
    return found.broken().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
