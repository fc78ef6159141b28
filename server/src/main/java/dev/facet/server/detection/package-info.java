/** The way of a photo through a detector, and of its faces into embeddings. */
@NullMarked
package dev.facet.server.detection;

import org.jspecify.annotations.NullMarked;
