package dev.facet.client;

import java.util.OptionalDouble;

/**
 * Whether two faces are taken for one person's.
 *
 * @param samePerson whether they are
 * @param threshold least cosine similarity of what is taken for one person's, -1 to 1
 * @param far part of the pairs of two people that this threshold takes for one (false accept rate),
 *     as the model's calibration measured it: an upper bound. Empty where that is not known
 */
public record Decision(boolean samePerson, float threshold, OptionalDouble far) {}
