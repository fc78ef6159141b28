package dev.facet.cli.report;

import dev.facet.cli.people.ClusteringSweep;
import dev.facet.client.ModelRef;
import java.util.List;

/**
 * What was found of how the embeddings of a model cluster.
 *
 * @param model the model
 * @param photos number of photos
 * @param people number of people on them
 * @param sweeps of each algorithm
 */
public record ClusteringReport(
    ModelRef model, int photos, int people, List<ClusteringSweep> sweeps) {}
