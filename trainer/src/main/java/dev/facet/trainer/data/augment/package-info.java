/** Random changes of faces that leave the person the same. */
@NullMarked
package dev.facet.trainer.data.augment;

import org.jspecify.annotations.NullMarked;
