package dev.facet.trainer.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network that is trained on one or more devices, with a replica on each: a batch is split evenly
 * over them, their embeddings meet on the first for the loss, and their gradients are added there,
 * so that a step is that of the whole batch on one device. But for batch norm: each replica
 * normalises by its own part of the batch and keeps statistics of its own, those of the first being
 * the network's. Where statistics are frozen there is no difference but rounding. The naive engine
 * runs one operator at a time: under it further devices bring memory, for larger batches, not
 * speed.
 *
 * <p>Not thread-safe. Holds native memory until closed.
 */
public final class ParallelNetwork implements AutoCloseable {

  private final List<Parameters> parameters = new ArrayList<>();
  private final List<TrainingGraph> graphs = new ArrayList<>();
  private final long firstSteps;

  /**
   * Compiles a network for each device.
   *
   * @param devices at least one; a device that is named twice has two replicas
   * @param graph the symbol, whose only output is the embedding
   * @param input name of the argument that is the batch of images
   * @param weights as of {@link TrainingGraph}
   * @param freezing what stays as it is
   * @throws IllegalArgumentException if the machine or the engine lacks a device, the symbol has no
   *     such input, or a weight is missing
   */
  public ParallelNetwork(
      List<ComputeDevice> devices,
      SymbolGraph graph,
      String input,
      Map<String, FloatTensor> weights,
      Freezing freezing) {
    firstSteps = freezing.firstSteps();
    try {
      devices.forEach(device -> parameters.add(new Parameters(device)));
      for (Parameters own : parameters) {
        graphs.add(new TrainingGraph(graph, input, weights, freezing, own));
      }
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** The parameters on the first device, to which those of a loss are added. */
  public Parameters parameters() {
    return parameters.get(0);
  }

  /**
   * The same once for each device: what is added there lies on that device, and is trained there
   * without a replica.
   */
  public List<Parameters> homes() {
    return parameters.stream().map(own -> parameters().on(own.manager().getDevice())).toList();
  }

  Replicas replicas() {
    return new Replicas(parameters(), parameters.subList(1, parameters.size()));
  }

  /**
   * Embeds a batch; see {@link TrainingGraph#forward}. In the steps in which all of the network
   * stays as it is, no gradient reaches it.
   *
   * @param images N x C x height x width, N a multiple of the number of devices
   * @return N x D on the first device, not normalised; owned by the micro-batch
   */
  public NDArray forward(MicroBatch batch, float[] images, Shape shape) {
    return batch.step() < firstSteps
        ? batch.unrecorded(() -> embed(batch, images, shape))
        : embed(batch, images, shape);
  }

  private NDArray embed(MicroBatch batch, float[] images, Shape shape) {
    int count = graphs.size();
    if (count == 1) {
      return graphs.get(0).forward(batch.manager().create(images, shape));
    }
    long rows = shape.get(0);
    Ranges.require(rows % count == 0, "batch", rows, "a multiple of " + count + ", the devices");
    Shape part = new Shape(rows / count).addAll(shape.slice(1));
    int length = images.length / count;
    List<NDArray> embeddings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NDManager scope = batch.manager(parameters.get(i));
      FloatBuffer own = FloatBuffer.wrap(images, i * length, length);
      embeddings.add(graphs.get(i).forward(scope.create(own, part)));
    }
    return batch.meet(embeddings);
  }

  /** Weights and statistics as they are on the first device; see {@link TrainingGraph#weights}. */
  public Map<String, FloatTensor> weights() {
    return graphs.get(0).weights();
  }

  /** Frees the native memory of all devices. Idempotent. */
  @Override
  public void close() {
    parameters.forEach(Parameters::close);
  }
}
