package dev.facet.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time of processors that all processes of the machine have taken together. */
public final class MachineTime {

  private static final Path STAT = Path.of("/proc/stat");

  /** What Linux counts in, on every architecture that it shows to programs. */
  private static final double TICKS_A_SECOND = 100;

  /** User, nice, system; idle and waiting, which are nobody's; interrupts of both kinds. */
  private static final Pattern ALL_CPUS =
      Pattern.compile("^cpu +(\\d+) (\\d+) (\\d+) \\d+ \\d+ (\\d+) (\\d+)", Pattern.MULTILINE);

  private MachineTime() {}

  /** Since the machine was started, in seconds; NaN where the system does not say it. */
  public static double now() {
    try {
      return parse(Files.readString(STAT));
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** From the content of {@code /proc/stat}. */
  static double parse(String stat) {
    Matcher matcher = ALL_CPUS.matcher(stat);
    if (!matcher.find()) {
      return Double.NaN;
    }
    double ticks = 0;
    for (int group = 1; group <= matcher.groupCount(); group++) {
      ticks += Long.parseLong(matcher.group(group));
    }
    return ticks / TICKS_A_SECOND;
  }
}
