package dev.facet.cli.report;

import dev.facet.client.ModelRef;
import dev.facet.model.evaluation.Calibration;
import dev.facet.model.evaluation.SimilarityCounts;

/**
 * The thresholds of a model, and the pairs behind them.
 *
 * @param model the model
 * @param calibration its thresholds
 * @param same pairs of one person
 * @param different pairs of two people, on which it was measured
 */
public record CalibrationReport(
    ModelRef model, Calibration calibration, SimilarityCounts same, SimilarityCounts different) {}
