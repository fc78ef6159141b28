package dev.facet.trainer.data.verification;

/**
 * Two photos of a set, and the truth about them.
 *
 * @param first number of a photo
 * @param second number of the other photo
 * @param same whether both show the same person
 */
public record VerificationPair(int first, int second, boolean same) {}
