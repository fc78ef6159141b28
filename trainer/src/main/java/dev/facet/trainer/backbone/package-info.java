/** The networks that embed faces, as MXNet graphs, with their cost and their initial weights. */
@NullMarked
package dev.facet.trainer.backbone;

import org.jspecify.annotations.NullMarked;
