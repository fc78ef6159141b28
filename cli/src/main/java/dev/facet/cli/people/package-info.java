/** Photos of people, as a gallery and probes or as clusters. */
@NullMarked
package dev.facet.cli.people;

import org.jspecify.annotations.NullMarked;
