package dev.facet.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.server.registry.VersionStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows besides the metrics.
 *
 * @param versions those that are loaded, or are being, or could not be
 * @param changes the latest, the last one first
 * @param tokens whether comparing takes a token
 */
record StatusReport(List<Version> versions, List<Event> changes, boolean tokens) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A version as it is now.
   *
   * @param model its model
   * @param version which
   * @param state such as {@code live}
   * @param kind {@code embedder} or {@code detector}; empty unless it is loaded
   * @param share part of the requests that it gets; 0 unless it is a candidate
   * @param digest of its files and meaning; empty unless it is loaded
   */
  record Version(
      String model, long version, String state, String kind, double share, String digest) {

    private static Version of(VersionStatus status) {
      var bundle = status.bundle();
      return new Version(
          status.model(),
          status.version(),
          status.state().name().toLowerCase(Locale.ROOT),
          kindOf(bundle),
          status.share(),
          bundle == null ? "" : bundle.digest());
    }
  }

  private static String kindOf(@Nullable Bundle bundle) {
    if (bundle == null) {
      return "";
    }
    return bundle instanceof DetectorBundle ? "detector" : "embedder";
  }

  /**
   * What happened to a version.
   *
   * @param time when, ISO 8601, UTC
   * @param model its model
   * @param version which
   * @param state what it became
   * @param failure why it could not be loaded; empty unless it failed
   */
  record Event(String time, String model, long version, String state, String failure) {

    private static Event of(VersionHistory.Change change) {
      return new Event(
          change.time().toString(),
          change.model(),
          change.version(),
          change.state().name().toLowerCase(Locale.ROOT),
          change.failure());
    }
  }

  /** As it is now. */
  static StatusReport of(VersionHistory history, boolean tokens) {
    return new StatusReport(
        history.states().stream().map(Version::of).toList(),
        history.changes().stream().map(Event::of).toList(),
        tokens);
  }

  /** As the page reads it. */
  Reply reply() {
    try {
      return new Reply(200, Reply.JSON, JSON.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report that is no JSON", e);
    }
  }
}
