/** The way of one face through a loaded model: admission, preprocessing, batching. */
@NullMarked
package dev.facet.server.embedding;

import org.jspecify.annotations.NullMarked;
