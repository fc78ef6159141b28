/** What was found of a model or of data, as text, JSON, CSV and a plot. */
@NullMarked
package dev.facet.cli.report;

import org.jspecify.annotations.NullMarked;
