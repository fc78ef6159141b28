package dev.facet.cli;

import dev.facet.cli.face.FileFailure;
import dev.facet.cli.quantization.LostAccuracyException;
import dev.facet.client.FacetException;
import dev.facet.model.yaml.BadYamlException;
import dev.facet.server.config.BadConfigException;
import dev.facet.trainer.run.NotBetterException;
import dev.facet.trainer.step.NonFiniteStepException;
import io.grpc.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says on stderr what failed: one line for what a user can mend, the stack for our own faults. */
final class ErrorReport implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    PrintWriter err = command.getErr();
    if (failure instanceof BadConfigException || failure instanceof BadYamlException) {
      err.println("facet: " + failure.getMessage());
      return ExitCode.USAGE;
    }
    if (failure instanceof IOException io) {
      err.println("facet: " + FileFailure.message(io));
    } else if (failure instanceof UncheckedIOException
        && failure.getCause() instanceof IOException io) {
      err.println("facet: " + FileFailure.message(io));
    } else if (failure instanceof FacetException refusal
        && refusal.code() == Status.Code.FAILED_PRECONDITION) {
      String reason = refusal.reason().map(name -> " [" + name + "]").orElse("");
      err.println("facet: " + refusal.getMessage() + reason);
    } else if (failure instanceof FacetException
        || failure instanceof NonFiniteStepException
        || failure instanceof NotBetterException
        || failure instanceof LostAccuracyException) {
      err.println("facet: " + failure.getMessage());
    } else {
      err.println("facet: unexpected failure");
      failure.printStackTrace(err);
    }
    return ExitCode.SOFTWARE;
  }
}
