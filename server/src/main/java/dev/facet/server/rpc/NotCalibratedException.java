package dev.facet.server.rpc;

/** A decision was asked for that the model's calibration does not reach. */
final class NotCalibratedException extends Exception {

  private static final long serialVersionUID = 1L;

  NotCalibratedException(String model, long version, double maxFar, String lowest) {
    super(
        "max_far: %s (expected: %s, as %s %d is calibrated)"
            .formatted(maxFar, lowest, model, version));
  }
}
