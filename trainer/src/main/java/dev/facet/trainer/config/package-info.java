/** The configuration of a training run: immutable, and checked when it is read. */
@NullMarked
package dev.facet.trainer.config;

import org.jspecify.annotations.NullMarked;
