package dev.facet.trainer.run;

import java.time.Duration;

/**
 * How fast a run is.
 *
 * @param epoch the epoch of the step's last batch, from 0
 * @param facesPerSecond faces learned from in a second, over about the last 20 steps; waiting for
 *     data counts, verification and checkpoints do not
 * @param waited share of that time spent waiting for data, 0 to 1
 * @param left time that the remaining steps will take at this speed
 */
public record Pace(int epoch, double facesPerSecond, double waited, Duration left) {}
