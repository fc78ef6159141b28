package dev.facet.cli.face;

import dev.facet.client.ModelRef;
import dev.facet.model.evaluation.Calibration;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No threshold of a model is known at which it lets at most some part of the pairs pass. */
public final class NotCalibratedException extends IOException {
  private static final long serialVersionUID = 1L;

  NotCalibratedException(ModelRef model, double maxFar, @Nullable Throwable cause) {
    super(
        "%s version %d: no threshold at a FAR of %s (expected: --threshold, or a calibrated model)"
            .formatted(model.name(), model.version(), Calibration.rate(maxFar)),
        cause);
  }
}
