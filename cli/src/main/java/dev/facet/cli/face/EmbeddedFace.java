package dev.facet.cli.face;

import dev.facet.client.DetectedFace;
import dev.facet.client.FaceEmbedding;
import java.util.Optional;

/**
 * A face of a photo, embedded.
 *
 * @param embedding its embedding
 * @param found where it was found; empty where it was not sought
 */
public record EmbeddedFace(FaceEmbedding embedding, Optional<DetectedFace> found) {}
