package dev.facet.cli;

import dev.facet.client.LoadStage;
import dev.facet.client.ModelVersion;
import dev.facet.client.ShadowReport;
import java.math.BigDecimal;
import java.util.Locale;

/** Says in words what a version of a server is doing. */
final class VersionText {
  private VersionText() {}

  /** Such as {@code canary, 5% face version 3}. */
  static String of(ModelVersion version) {
    return state(version) + "  " + name(version);
  }

  /** Such as {@code face version 3}. */
  static String name(ModelVersion version) {
    return version.ref().name() + " version " + version.ref().version();
  }

  /** The state, with the stage of a load or the share of a candidate. */
  static String state(ModelVersion version) {
    String state = lower(version.state());
    if (version.stage() != LoadStage.NONE) {
      return state + ", " + stage(version);
    }
    return version.isCandidate() ? state + ", " + percent(version.share()) : state;
  }

  /** The stage of a load. */
  static String stage(ModelVersion version) {
    return lower(version.stage());
  }

  /** Why it failed, or how a shadow did; empty for all others. */
  static String details(ModelVersion version) {
    return version.shadow().map(VersionText::report).orElse(version.failure());
  }

  private static String report(ShadowReport report) {
    return String.format(
        Locale.ROOT,
        "compared %d, mean cosine %.4f, least %.4f, failed %d, skipped %d",
        report.compared(),
        report.meanCosine(),
        report.leastCosine(),
        report.failed(),
        report.skipped());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
  }
}
