package dev.facet.model.symbol.pass;

import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, or a fully connected layer that takes rows, whose weights are known: outputs x
 * inputs of a group x places of the kernel. Immutable.
 */
final class LinearLayer {
  private final SymbolNode node;
  private final FloatTensor weight;
  private final @Nullable FloatTensor bias;

  private LinearLayer(SymbolNode node, FloatTensor weight, @Nullable FloatTensor bias) {
    this.node = node;
    this.weight = weight;
    this.bias = bias;
  }

  /** The layer that a node is; empty if it is none, or one whose weights are not known. */
  static Optional<LinearLayer> of(WeightedGraph network, SymbolNode node) {
    boolean linear =
        switch (node.op()) {
          case "Convolution" ->
              node.attributes().getOrDefault("layout", "None").matches("None|NC.*");
          case "FullyConnected" -> node.flag("flatten", true);
          default -> false;
        };
    if (!linear || node.inputs().size() < 2) {
      return Optional.empty();
    }
    Optional<FloatTensor> weight = network.value(node.inputs().get(1));
    if (node.flag("no_bias", false) || node.inputs().size() == 2) {
      return weight.map(values -> new LinearLayer(node, values, null));
    }
    return weight.flatMap(
        values ->
            network.value(node.inputs().get(2)).map(bias -> new LinearLayer(node, values, bias)));
  }

  FloatTensor weight() {
    return weight;
  }

  /** Channels of the output. */
  int outputs() {
    return weight.shape().dim(0);
  }

  /** Channels of the input, or features of a row. */
  int inputs() {
    return groups() * inputsOfAGroup();
  }

  int groups() {
    return node.integer("num_group", 1);
  }

  int inputsOfAGroup() {
    return weight.shape().dim(1);
  }

  /** Values of the kernel of one input and one output. */
  int places() {
    return weight.values().length / (outputs() * inputsOfAGroup());
  }

  /** Whether each output is made of one input of its own. */
  boolean isDepthwise() {
    return inputsOfAGroup() == 1 && outputs() == groups();
  }

  boolean isUnpadded() {
    return node.integers("pad").stream().allMatch(pad -> pad == 0);
  }

  /** This layer and what scales and shifts its output, as one. */
  LinearLayer before(ChannelAffine affine) {
    float[] weights = weight.values().clone();
    float[] biases = new float[outputs()];
    int size = weights.length / outputs();
    for (int o = 0; o < outputs(); o++) {
      int channel = o * affine.channels() / outputs();
      double scale = affine.scale(channel);
      for (int i = o * size; i < (o + 1) * size; i++) {
        weights[i] = (float) (weights[i] * scale);
      }
      biases[o] = (float) (bias(o) * scale + affine.shift(channel));
    }
    return with(
        new FloatTensor(weight.shape(), weights), bias != null || !affine.isScale(), biases);
  }

  /** What scales and shifts this layer's input, and the layer, as one; exact without padding. */
  LinearLayer after(ChannelAffine affine) {
    float[] weights = weight.values().clone();
    float[] biases = new float[outputs()];
    int places = places();
    int group = outputs() / groups();
    int at = 0;
    for (int o = 0; o < outputs(); o++) {
      double bias = bias(o);
      for (int i = 0; i < inputsOfAGroup(); i++) {
        long input = (long) (o / group) * inputsOfAGroup() + i;
        int channel = (int) (input * affine.channels() / inputs());
        for (int end = at + places; at < end; at++) {
          bias += weights[at] * affine.shift(channel);
          weights[at] = (float) (weights[at] * affine.scale(channel));
        }
      }
      biases[o] = (float) bias;
    }
    return with(
        new FloatTensor(weight.shape(), weights), bias != null || !affine.isScale(), biases);
  }

  /** What is added to an output; 0 without bias. */
  private double bias(int output) {
    return bias == null ? 0 : bias.values()[output];
  }

  private LinearLayer with(FloatTensor weights, boolean biased, float[] biases) {
    return new LinearLayer(
        node, weights, biased ? new FloatTensor(TensorShape.of(biases.length), biases) : null);
  }

  /** This layer with the inputs of several groups in each, and weights for the new ones. */
  LinearLayer withWeights(FloatTensor weights, int groups) {
    Map<String, String> attributes = new LinkedHashMap<>(node.attributes());
    attributes.put("num_group", Integer.toString(groups));
    return new LinearLayer(
        new SymbolNode(node.op(), node.name(), attributes, node.inputs()), weights, bias);
  }

  /** Puts this layer, by a name, for the next node of the original. */
  void replace(Rewriting rewriting, String name) {
    List<Entry> inputs = new ArrayList<>();
    inputs.add(rewriting.moved(node.inputs().get(0)));
    inputs.add(rewriting.parameter(name + "_weight", weight));
    Map<String, String> attributes = new LinkedHashMap<>(node.attributes());
    attributes.put("no_bias", bias == null ? "True" : "False");
    if (bias != null) {
      inputs.add(rewriting.parameter(name + "_bias", bias));
    }
    rewriting.replace(node.op(), name, attributes, inputs);
  }
}
