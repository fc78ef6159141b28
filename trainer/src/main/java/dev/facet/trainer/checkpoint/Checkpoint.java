package dev.facet.trainer.checkpoint;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.trainer.data.loader.Position;
import java.util.Map;

/**
 * All that a run needs to go on as if it had never stopped. What is random in a run depends on the
 * seed and on these numbers alone, so there is no other state of randomness.
 *
 * @param stepsTaken steps taken
 * @param next the batch that the next step begins with
 * @param recipe names what decides the run's weights, the seed included; 64 hexadecimal digits
 * @param parameters weights and statistics of the network, class weights, centres; by name
 * @param optimizer what the optimiser keeps; by name
 */
public record Checkpoint(
    long stepsTaken,
    Position next,
    String recipe,
    Map<String, FloatTensor> parameters,
    Map<String, FloatTensor> optimizer) {}
