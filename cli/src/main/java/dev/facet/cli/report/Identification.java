package dev.facet.cli.report;

import dev.facet.client.ModelRef;
import dev.facet.model.evaluation.IdentificationReport;
import java.util.List;

/**
 * What was found of how a model identifies.
 *
 * @param model the model
 * @param report how well it identifies
 */
public record Identification(ModelRef model, IdentificationReport report) {
  /** The ranks whose rates are told. */
  static final List<Integer> RANKS = List.of(1, 5);

  /**
   * The false positive identification rates at which the true ones are told, as they are called.
   */
  static final List<String> FPIRS = List.of("1e-1", "1e-2", "1e-3");
}
