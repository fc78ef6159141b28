package dev.facet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code facet records}: photos to train on, in one file. */
@Command(
    name = "records",
    description = {
      "Packs photos of people into a set of records to train on, and inspects such sets.",
      "",
      "A set is a directory in InsightFace's layout: crops of faces in train.rec, where each of them"
          + " begins in train.idx, and the number of people and the size of crops in property."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet records pack lfw --landmarks points.txt --output lfw-112",
      "  facet records inspect lfw-112"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RecordsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
