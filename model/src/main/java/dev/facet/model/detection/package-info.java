/** Faces in photos: boxes and landmarks from the outputs of detectors. */
@NullMarked
package dev.facet.model.detection;

import org.jspecify.annotations.NullMarked;
