package dev.facet.cli.people;

import dev.facet.client.DetectedFace;
import dev.facet.model.evaluation.Gallery;
import java.util.Optional;

/**
 * A face of a photo, and whose it is.
 *
 * @param face where it is
 * @param person whose face it is taken for, and how alike they are; empty where nobody is known
 */
public record NamedFace(DetectedFace face, Optional<Gallery.Candidate> person) {}
