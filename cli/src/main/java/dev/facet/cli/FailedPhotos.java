package dev.facet.cli;

import picocli.CommandLine.ExitCode;

/** Photos of which a command tells nothing: named on stderr, and counted for its exit code. */
final class FailedPhotos {
  private final Console console;
  private boolean any;

  FailedPhotos(Console console) {
    this.console = console;
  }

  /** One more. */
  void add(String photo, String reason) {
    any = true;
    console.err().println("facet: " + photo + ": " + reason);
  }

  /** How the command ends, once its work is done. */
  int exitCode() {
    return any ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
