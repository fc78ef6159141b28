/** The {@code facet} command: one class a subcommand, and what they share. */
@NullMarked
package dev.facet.cli;

import org.jspecify.annotations.NullMarked;
