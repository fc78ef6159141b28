/** A face model on disk: its manifest, its files, its digest, and the repository that holds it. */
@NullMarked
package dev.facet.model.bundle;

import org.jspecify.annotations.NullMarked;
