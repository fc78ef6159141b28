package dev.facet.trainer.run;

import dev.facet.model.evaluation.VerificationReport;

/**
 * How well the network verifies at some point of the run.
 *
 * @param stepsTaken steps taken before it
 * @param report over the verification set, without a given threshold
 */
public record VerificationResult(long stepsTaken, VerificationReport report) {}
