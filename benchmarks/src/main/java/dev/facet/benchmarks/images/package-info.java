/** The way from an image file to a model's input: what it costs a photo. */
@NullMarked
package dev.facet.benchmarks.images;

import org.jspecify.annotations.NullMarked;
