package dev.facet.client;

/**
 * One of many faces, and how it went.
 *
 * @param source what the face was made of
 * @param result its embedding, or why there is none
 */
public record Embedded<T>(T source, EmbedResult result) {}
