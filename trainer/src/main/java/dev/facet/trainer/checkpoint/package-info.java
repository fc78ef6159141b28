/** Training runs on disk, so that they can go on after whatever ended them. */
@NullMarked
package dev.facet.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
