/**
 * Passes that write a network in other operators, which MXNet's kernels on a CPU are faster at or
 * can fuse. Each keeps what the network computes, its parameters and its outputs' names.
 */
@NullMarked
package dev.facet.model.symbol.pass;

import org.jspecify.annotations.NullMarked;
