package dev.facet.cli.report;

import dev.facet.client.ModelRef;
import dev.facet.model.evaluation.VerificationReport;
import java.util.Optional;

/**
 * What was found of a model.
 *
 * @param model the model
 * @param report how well it verifies
 * @param faceless photos in which no face was found; empty where none was sought
 */
public record Evaluation(ModelRef model, VerificationReport report, Optional<Faceless> faceless) {}
