package dev.facet.server.detection;

import dev.facet.model.detection.FaceSelection;
import dev.facet.model.detection.SearchOptions;

/**
 * Which faces of a photo are wanted.
 *
 * @param selection which of those that are found
 * @param most of them at most, those of the highest scores; at least 1
 * @param search how they are looked for
 */
public record WantedFaces(FaceSelection selection, int most, SearchOptions search) {}
