/** What an evaluation found, as text, JSON, CSV and a plot. */
@NullMarked
package dev.facet.cli.report;

import org.jspecify.annotations.NullMarked;
