package dev.facet.benchmarks.training;

import dev.facet.benchmarks.measure.ProcessMemory;

/**
 * A measurement during a run.
 *
 * @param seconds since the measuring began
 * @param work what was being done
 * @param steps of this work taken before
 * @param facesPerSecond since the sample before, or since the work was taken up again
 * @param waited share of the time of the loop's latest steps that it waited for data, 0 to 1; NaN
 *     of bare work
 * @param memory at that moment
 */
public record Sample(
    double seconds,
    Work work,
    long steps,
    double facesPerSecond,
    double waited,
    ProcessMemory memory) {}
