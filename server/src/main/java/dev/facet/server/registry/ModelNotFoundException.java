package dev.facet.server.registry;

import java.util.Collection;
import java.util.stream.Collectors;

/** No such model, or no such version. The message names what there is instead. */
public final class ModelNotFoundException extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST_NAME = 63;
  private static final int MOST_NAMED = 10;

  private ModelNotFoundException(String message) {
    super(message);
  }

  static ModelNotFoundException model(String name, Collection<String> models) {
    return new ModelNotFoundException("model: " + shortened(name) + expected(models));
  }

  static ModelNotFoundException version(String model, long version, Collection<Long> versions) {
    return new ModelNotFoundException(
        "version: " + version + " of model " + shortened(model) + expected(versions));
  }

  static ModelNotFoundException notServed(String model) {
    return new ModelNotFoundException(
        "model: " + shortened(model) + " has no live version (expected: one that is served)");
  }

  /** None was named, and there is none, or there are several. */
  static ModelNotFoundException detector(Collection<String> detectors) {
    return new ModelNotFoundException("detector: not named" + expected(detectors));
  }

  static ModelNotFoundException takenAway(String model, long version) {
    return new ModelNotFoundException(
        "version: "
            + version
            + " of model "
            + model
            + " is no longer loaded (expected: a stream that holds another)");
  }

  /** A name comes from the caller: it may be longer than a status can carry. */
  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
  }

  private static String expected(Collection<?> candidates) {
    if (candidates.isEmpty()) {
      return " (there is none)";
    }
    String more = candidates.size() > MOST_NAMED ? ", ..." : "";
    return candidates.stream()
        .limit(MOST_NAMED)
        .map(String::valueOf)
        .collect(Collectors.joining(", ", " (expected: ", more + ")"));
  }
}
