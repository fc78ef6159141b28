package dev.facet.trainer.config;

import dev.facet.model.engine.ComputeDevice;
import dev.facet.trainer.data.augment.Augmentation;
import dev.facet.trainer.step.Optimizer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a training run is told. Paths are relative to the working directory of the process.
 *
 * @param seed of first weights, order of photos, augmentation and dropout
 * @param output the run's directory: checkpoints and the trained network
 * @param devices what the run computes on: batches are split evenly over them, and what is not of
 *     the network is on the first. The processor may be there more than once
 * @param data what it learns from
 * @param augmentation how photos are changed on the way
 * @param network what is trained
 * @param objective what it is trained to do
 * @param optimizer the rule by which parameters follow gradients
 * @param schedule the learning rate
 * @param steps how many steps, of how many faces
 * @param headFirst number of first steps in which only the head learns, and the network stays as it
 *     is; 0 or above, and below the number of steps
 * @param verification how the network is judged meanwhile; empty: not at all
 * @param checkpoints when the run is saved
 * @param publish where the trained network goes at the end; empty: nowhere
 */
public record TrainingConfig(
    long seed,
    Path output,
    List<ComputeDevice> devices,
    DataConfig data,
    Augmentation augmentation,
    NetworkConfig network,
    ObjectiveConfig objective,
    Optimizer optimizer,
    ScheduleConfig schedule,
    StepsConfig steps,
    long headFirst,
    Optional<VerificationConfig> verification,
    CheckpointsConfig checkpoints,
    Optional<PublishConfig> publish) {

  /** Copies the devices, and checks what no part can check alone. */
  public TrainingConfig {
    devices = List.copyOf(devices);
    requireDevices(devices, steps.batchSize());
    objective.head().ifPresent(head -> requireWholeSteps(head, steps));
    if (objective.comparison().isPresent()) {
      requirePairs(data.balanced());
    }
    if (headFirst > 0 && objective.head().isEmpty()) {
      throw new IllegalArgumentException(
          "training.head-first: " + headFirst + " (expected: 0, since there is no head)");
    }
    if (steps.length() instanceof StepsConfig.Steps length && headFirst >= length.count()) {
      throw new IllegalArgumentException(
          "training.head-first: %d (expected: below %d, the number of steps)"
              .formatted(headFirst, length.count()));
    }
  }

  /** The classes of a step are chosen before it begins, by the faces of its only micro-batch. */
  private static void requireWholeSteps(ObjectiveConfig.Head head, StepsConfig steps) {
    if (head.isSampled() && steps.accumulation() > 1) {
      throw new IllegalArgumentException(
          "training.accumulation: %d (expected: 1 with head.sample below 1)"
              .formatted(steps.accumulation()));
    }
  }

  private static void requirePairs(Optional<DataConfig.Balanced> batches) {
    if (batches.isEmpty()) {
      throw new IllegalArgumentException(
          "data.balanced: missing (expected: people and photos, each 2 or above, for comparison)");
    }
    requireTwo("people", batches.get().people());
    requireTwo("photos", batches.get().photos());
  }

  private static void requireTwo(String key, int count) {
    if (count < 2) {
      throw new IllegalArgumentException(
          "data.balanced.%s: %d (expected: 2 or above, for comparison)".formatted(key, count));
    }
  }

  private static void requireDevices(List<ComputeDevice> devices, int batchSize) {
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("devices: [] (expected: at least one)");
    }
    Set<ComputeDevice> seen = new HashSet<>();
    for (ComputeDevice device : devices) {
      if (!seen.add(device) && device.kind() == ComputeDevice.Kind.GPU) {
        throw new IllegalArgumentException("devices: " + devices + " (expected: each GPU once)");
      }
    }
    if (batchSize % devices.size() != 0) {
      throw new IllegalArgumentException(
          "training.batch-size: %d (expected: a multiple of %d, the number of devices)"
              .formatted(batchSize, devices.size()));
    }
  }
}
