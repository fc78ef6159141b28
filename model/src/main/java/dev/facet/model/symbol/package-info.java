/**
 * MXNet's two file formats in pure Java: the symbol (a graph, JSON) and the parameters (binary).
 */
@NullMarked
package dev.facet.model.symbol;

import org.jspecify.annotations.NullMarked;
