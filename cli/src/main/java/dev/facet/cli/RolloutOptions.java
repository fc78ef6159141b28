package dev.facet.cli;

import picocli.CommandLine.Option;

/** Which version is the candidate, and how much it gets. */
final class RolloutOptions {
  @Option(
      names = "--version",
      paramLabel = "N",
      required = true,
      converter = VersionConverter.class,
      description = "The version, which is loaded beside the live one.")
  private long version;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      required = true,
      converter = ShareConverter.class,
      description = "How much it gets: above 0, at most 1, such as 0.05 or 5%%.")
  private double share;

  /** Number of the version. */
  long version() {
    return version;
  }

  /** Above 0, at most 1. */
  double share() {
    return share;
  }
}
