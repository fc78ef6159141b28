package dev.facet.cli.report;

import dev.facet.client.ModelRef;
import dev.facet.model.evaluation.VerificationReport;

/**
 * What was found of a model.
 *
 * @param model the model
 * @param report how well it verifies
 */
public record Evaluation(ModelRef model, VerificationReport report) {}
