package dev.facet.trainer.study;

import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.config.TrainingConfig;

/**
 * One training of a study.
 *
 * @param variant name of the variant
 * @param seed of the training
 * @param yaml all that the training is told, as in the file of {@code facet train}
 * @param config the same, read
 */
public record StudyRun(String variant, long seed, YamlSection yaml, TrainingConfig config) {}
