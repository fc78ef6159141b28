package dev.facet.cli;

import java.io.PrintStream;

/** A line of a terminal that is written over and over. */
final class StatusLine {
  /** To the begin of the line, which is cleared. */
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream terminal;
  private boolean open;

  /** A line that is empty yet. */
  StatusLine(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Shows a text in place of the one before. */
  void show(String text) {
    terminal.print(CLEAR + text);
    terminal.flush();
    open = true;
  }

  /** Leaves the line as it is, so that what comes next stands below it. */
  void leave() {
    if (open) {
      terminal.println();
      open = false;
    }
  }

  /** Takes the text away, so that what comes next stands in its place. */
  void clear() {
    if (open) {
      terminal.print(CLEAR);
      terminal.flush();
      open = false;
    }
  }
}
