/** The Java client of a Facet server: faces in, embeddings out, over gRPC. */
@NullMarked
package dev.facet.client;

import org.jspecify.annotations.NullMarked;
