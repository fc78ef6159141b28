package dev.facet.cli.report;

/**
 * Photos in which no face was found.
 *
 * @param photos how many, of all that were looked at
 * @param pairs how many of the judged pairs have such a photo, and count as errors
 */
public record Faceless(int photos, int pairs) {}
