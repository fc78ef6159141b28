/** The trainer of face models. */
@NullMarked
package dev.facet.trainer;

import org.jspecify.annotations.NullMarked;
