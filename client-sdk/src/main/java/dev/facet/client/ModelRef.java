package dev.facet.client;

/**
 * Names an embedding space exactly.
 *
 * @param name name of the model
 * @param version version of the model, a positive integer
 * @param digest SHA-256 over the version's weights and all that is done to an image before them and
 *     to an embedding after them, 64 hexadecimal digits; empty until the version is loaded.
 *     Embeddings may be compared only where their digests are equal
 */
public record ModelRef(String name, long version, String digest) {}
