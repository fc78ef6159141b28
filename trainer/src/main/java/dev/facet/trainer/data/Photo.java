package dev.facet.trainer.data;

import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * A decoded photo of one face.
 *
 * @param pixels the whole photo where there are landmarks, else a crop of the face
 * @param landmarks the face's five points in pixels of the photo, or null
 */
public record Photo(Pixels pixels, @Nullable Landmarks landmarks) {}
