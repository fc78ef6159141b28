package dev.facet.model.bundle;

import java.util.List;
import java.util.Map;

/**
 * What must be known of a model to serve it: the content of {@code model.yaml}. Everything in which
 * published face models differ is here, so that a foreign model is served by writing a manifest.
 *
 * <p>Immutable. The keys in YAML are the component names in kebab case ({@code flip-averaging}).
 *
 * @param files the files of the bundle
 * @param input what the symbol takes
 * @param output what the symbol gives
 * @param alignment how a face is brought to the input
 * @param about for people; nothing of it changes an embedding
 */
public record Manifest(Files files, Input input, Output output, Alignment alignment, About about) {

  /** The same, but for what was measured. */
  Manifest withMeasured(Map<String, Double> measured) {
    return new Manifest(
        files, input, output, alignment, new About(about.license(), about.provenance(), measured));
  }

  /**
   * The files of the bundle, as names inside its directory.
   *
   * @param symbol the MXNet symbol, JSON, as published
   * @param params the MXNet parameters, as published
   */
  public record Files(String symbol, String params) {}

  /**
   * What the symbol takes: float32, N x C x height x width, each value {@code (v - mean) / std} of
   * a pixel value v in 0..255.
   *
   * @param name name of the symbol's input, usually {@code data}
   * @param width in pixels
   * @param height in pixels
   * @param channels order of the channels
   * @param mean one value a channel, in the order of {@code channels}; 0 where the graph normalises
   * @param std one value a channel, above 0; 1 where the graph normalises
   */
  public record Input(
      String name, int width, int height, Channels channels, List<Float> mean, List<Float> std) {}

  /** Order of an input's channels. */
  public enum Channels {
    /** Red, green, blue. */
    RGB(3),
    /** Blue, green, red. */
    BGR(3),
    /** Luma alone. */
    GRAY(1);

    private final int count;

    Channels(int count) {
      this.count = count;
    }

    /** Number of channels, 1 or 3. */
    public int count() {
      return count;
    }
  }

  /**
   * What the symbol gives.
   *
   * @param name name of the output that is the embedding, such as {@code fc1_output}; any internal
   *     output of the symbol
   * @param dimension number of values of an embedding
   * @param normalize whether embeddings are divided by their Euclidean norm
   */
  public record Output(String name, int dimension, boolean normalize) {}

  /**
   * How a face is brought to the input.
   *
   * @param template where the five landmarks go
   * @param flipAveraging whether the embedding is that of the face plus that of its mirror image
   */
  public record Alignment(Template template, boolean flipAveraging) {}

  /** Where the five landmarks go in the model's input. */
  public enum Template {
    /** The five points of ArcFace on 112 x 112, scaled to the input's height, centred across. */
    ARCFACE_112,
    /** The model takes no aligned faces: landmarks are refused. */
    NONE
  }

  /**
   * For people.
   *
   * @param license licence of the weights; may be empty
   * @param provenance where the weights come from: free keys such as {@code source}, {@code
   *     teacher}, {@code loss}, {@code data}, {@code date}
   * @param measured measured accuracy: free keys such as {@code lfw-view1-accuracy}
   */
  public record About(
      String license, Map<String, String> provenance, Map<String, Double> measured) {}
}
