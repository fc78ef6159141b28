package dev.facet.trainer.config;

import dev.facet.model.engine.ComputeDevice;
import dev.facet.trainer.data.augment.Augmentation;
import dev.facet.trainer.step.Optimizer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that a training run is told. Paths are relative to the working directory of the process.
 *
 * @param seed of first weights, order of photos, augmentation and dropout
 * @param output the run's directory: checkpoints and the trained network
 * @param device what the run computes on
 * @param data what it learns from
 * @param augmentation how photos are changed on the way
 * @param network what is trained
 * @param objective what it is trained to do
 * @param optimizer the rule by which parameters follow gradients
 * @param schedule the learning rate
 * @param steps how many steps, of how many faces
 * @param verification how the network is judged meanwhile; empty: not at all
 * @param checkpoints when the run is saved
 * @param publish where the trained network goes at the end; empty: nowhere
 */
public record TrainingConfig(
    long seed,
    Path output,
    ComputeDevice device,
    DataConfig data,
    Augmentation augmentation,
    NetworkConfig network,
    ObjectiveConfig objective,
    Optimizer optimizer,
    ScheduleConfig schedule,
    StepsConfig steps,
    Optional<VerificationConfig> verification,
    CheckpointsConfig checkpoints,
    Optional<PublishConfig> publish) {}
