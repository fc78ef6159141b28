package dev.facet.model.quantization;

import dev.facet.model.engine.EmbeddingModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the ranges of a model's layers on faces. Not thread-safe. Holds native memory until closed.
 */
public final class Calibration implements AutoCloseable {

  private final List<String> layers;
  private final EmbeddingModel model;
  private final Map<String, LayerRange> ranges = new LinkedHashMap<>();
  private int faces;

  /**
   * A calibration.
   *
   * @param model embeds a face as {@link RangeGraph} says; closed with this
   */
  Calibration(List<String> layers, EmbeddingModel model) {
    this.layers = layers;
    this.model = model;
  }

  /**
   * Widens the ranges to hold what these faces give.
   *
   * @param tensors a face each, as {@link EmbeddingModel#embed} takes them; any number
   * @throws IllegalArgumentException if a tensor is not of the model's input's size
   * @throws dev.facet.model.engine.NonFiniteEmbeddingException if a layer gives NaN or an infinity
   *     for a face; then no range has changed
   */
  public void add(float[][] tensors) {
    for (float[] bounds : model.embed(tensors)) {
      for (int i = 0; i < layers.size(); i++) {
        LayerRange range = new LayerRange(bounds[i], bounds[layers.size() + i]);
        ranges.merge(layers.get(i), range, LayerRange::or);
      }
    }
    faces += tensors.length;
  }

  /** How many faces were added. */
  public int faces() {
    return faces;
  }

  /**
   * The ranges by the names of the layers' outputs.
   *
   * @throws IllegalStateException if no face was added
   */
  public Map<String, LayerRange> ranges() {
    if (faces == 0) {
      throw new IllegalStateException("faces: 0 (expected: at least one to calibrate on)");
    }
    return new LinkedHashMap<>(ranges);
  }

  /** Frees the native memory. Idempotent. */
  @Override
  public void close() {
    model.close();
  }
}
