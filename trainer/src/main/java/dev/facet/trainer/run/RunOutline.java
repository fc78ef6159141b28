package dev.facet.trainer.run;

/**
 * What a run is going to do.
 *
 * @param stepsTaken steps taken before this process began: 0, or those of the checkpoint
 * @param steps steps of the whole run
 * @param facesPerStep faces learned from in one step, over all its micro-batches
 * @param stepsPerEpoch steps that it takes to see every photo once, at least 1
 * @param photos photos to learn from
 * @param people people on them
 */
public record RunOutline(
    long stepsTaken, long steps, int facesPerStep, long stepsPerEpoch, int photos, int people) {}
