/** Tests of the networks against what is published of them. */
@NullMarked
package dev.facet.trainer.backbone;

import org.jspecify.annotations.NullMarked;
