package dev.facet.model.symbol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.SymbolNode.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeInferenceTest {
  /** Worked out by hand from the operators' documentation. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Convolution | 1x3x112x112 | kernel=(3, 3) num_filter=8 stride=(2, 2) pad=(1, 1) | 1x8x56x56",
        "Convolution | 2x3x113x112 | kernel=(3,3) num_filter=8 stride=(2L,2L) | 2x8x56x55",
        "Convolution | 1x3x20x20 | kernel=(3, 3) num_filter=4 dilate=(2, 2) | 1x4x16x16",
        "Convolution | 1x8x7x7 | kernel=(7, 7) num_filter=8 num_group=8 | 1x8x1x1",
        "Pooling | 1x8x13x13 | kernel=(2, 2) stride=(2, 2) | 1x8x6x6",
        "Pooling | 1x8x13x13 | kernel=(2, 2) stride=(2, 2) pooling_convention=full | 1x8x7x7",
        "Pooling | 1x8x13x13 | kernel=(2, 2) global_pool=True | 1x8x1x1",
        "Flatten | 2x3x4x5 | | 2x60",
        "FullyConnected | 2x3x4x5 | num_hidden=7 | 2x7",
        "FullyConnected | 2x3x5 | num_hidden=7 flatten=False | 2x3x7",
        "Concat | 1x3x4x4 1x5x4x4 | dim=1 | 1x8x4x4",
        "Concat | 1x3x4x4 1x3x4x2 | dim=-1 | 1x3x4x6",
        "elemwise_add | 1x3x4x4 1x3x4x4 | | 1x3x4x4",
        "broadcast_mul | 1x3x4x4 1x3x1x1 | | 1x3x4x4",
        "Reshape | 2x3x4x5 | shape=(0, -1) | 2x60",
        "Reshape | 2x3x4x5 | shape=(-3, -2) | 6x4x5",
        "Reshape | 2x3x4x5 | shape=(0, 1, 12, 0) | 2x1x12x5",
        "_mul_scalar | 1x3x4x4 | scalar=2 | 1x3x4x4",
        "_MinusScalar | 1x3x4x4 | scalar=2 | 1x3x4x4",
        "clip | 1x3x4x4 | a_min=0 a_max=6 | 1x3x4x4",
        "UpSampling | 1x3x4x4 | scale=2 | unknown",
        "Reshape | 2x3x4x5 | shape=(0, -4, 1, 3, -2) | unknown",
      })
  void operator_givesItsShape(String op, String inputs, String attributes, String expected)
      throws ShapeMismatchException {
    assertEquals(expected, infer(op, inputs, attributes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Convolution | 1x3x2x2 | kernel=(3, 3) num_filter=8",
        "Convolution | 1x3x9x9 8x4x3x3 | kernel=(3, 3) num_filter=8",
        "Convolution | 1x9 | kernel=(3, 3) num_filter=8",
        "Convolution | 1x3x9x9 | kernel=(3, 3) num_filter=-8",
        "Convolution | 1x3x9x9 | kernel=(3, 3) num_filter=8 stride=(1)",
        "FullyConnected | 2x3x4x5 7x59 | num_hidden=7",
        "BatchNorm | 1x3x4x4 4 | eps=1",
        "BatchNorm | 1x3x4x4 3 | axis=9",
        "elemwise_add | 1x3x4x4 1x3x4x5 | ",
        "broadcast_mul | 1x3x4x4 1x2x1x1 | ",
        "Concat | 1x3x4x4 1x3x5x4 | dim=1",
        "Reshape | 2x3x4x5 | shape=(0, 7)",
        "Reshape | 2x3 | shape=(0, 0, 0)",
      })
  void whatAnOperatorCannotTake_isRefusedByName(String op, String inputs, String attributes) {
    String said =
        String.valueOf(
            assertThrows(ShapeMismatchException.class, () -> infer(op, inputs, attributes))
                .getMessage());
    assertTrue(said.startsWith("x (" + op + "): "), said);
  }

  @Test
  void weightsOfTinyModel_fitItsSizeAlone() throws ShapeMismatchException {
    TinyModel tiny = new TinyModel(1);
    Map<String, TensorShape> variables = new HashMap<>();
    tiny.weights().forEach((name, tensor) -> variables.put(name.substring(4), tensor.shape()));
    variables.put("data", TensorShape.of(16, 3, 112, 112));
    SymbolGraph graph = tiny.symbol();
    ShapeInference fitting = ShapeInference.of(graph, variables);
    assertEquals(TensorShape.of(16, 32), fitting.shape(graph.heads().get(0)).orElseThrow());
    assertTrue(fitting.isComplete());
    variables.put("data", TensorShape.of(16, 3, 128, 128));
    assertThrows(ShapeMismatchException.class, () -> ShapeInference.of(graph, variables));
  }

  @Test
  void unknownOperator_hidesShapesUntilAFullyConnectedLayer() throws ShapeMismatchException {
    SymbolNode unknown = new SymbolNode("Novel", "n", Map.of(), List.of(Entry.of(0)));
    SymbolNode dense =
        new SymbolNode("FullyConnected", "f", Map.of("num_hidden", "9"), List.of(Entry.of(1)));
    SymbolGraph graph =
        new SymbolGraph(
            List.of(SymbolNode.variable("data"), unknown, dense), List.of(Entry.of(2)), 0);
    ShapeInference shapes = ShapeInference.of(graph, Map.of("data", TensorShape.of(1, 3, 8, 8)));
    assertTrue(shapes.shape(Entry.of(1)).isEmpty());
    assertEquals(TensorShape.of(1, 9), shapes.shape(Entry.of(2)).orElseThrow());
    assertFalse(shapes.isComplete());
  }

  @ParameterizedTest
  @CsvSource({
    "models/symbols/lresnet34e-ir-symbol.json, bn1_output, 1x512x7x7",
    "models/symbols/lresnet34e-ir-symbol.json, fc1_output, 1x512",
    "models/symbols/mobilefacenet-y1-symbol.json, conv_6dw7_7_batchnorm_output, 1x512x1x1",
    "models/symbols/mobilefacenet-y1-symbol.json, fc1_output, 1x128",
    "models/mobileface-v2/MobileFace_Identification_V2-symbol.json, flatten0_output, 1x2048",
  })
  void publishedNetworks_haveTheirPapersShapes(String file, String output, String expected)
      throws IOException, ShapeMismatchException {
    SymbolGraph graph = SymbolGraph.read(SharedData.require(file)).withHead(output);
    Map<String, TensorShape> input = Map.of("data", TensorShape.of(1, 3, 112, 112));
    assertEquals(
        expected,
        ShapeInference.of(graph, input).shape(graph.heads().get(0)).orElseThrow().toString());
  }

  /** Shape of the output of one operator called {@code x}, or {@code unknown}. */
  private static String infer(String op, String inputs, String attributes)
      throws ShapeMismatchException {
    List<SymbolNode> nodes = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    Map<String, TensorShape> variables = new HashMap<>();
    for (String shape : inputs.split(" ", -1)) {
      String name = "v" + nodes.size();
      int[] dims = Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
      variables.put(name, TensorShape.of(dims));
      entries.add(Entry.of(nodes.size()));
      nodes.add(SymbolNode.variable(name));
    }
    Map<String, String> parsed = new LinkedHashMap<>();
    if (attributes != null) {
      for (String attribute : attributes.split(" (?=\\w+=)", -1)) {
        int at = attribute.indexOf('=');
        parsed.put(attribute.substring(0, at), attribute.substring(at + 1));
      }
    }
    Entry output = Entry.of(nodes.size());
    nodes.add(new SymbolNode(op, "x", parsed, entries));
    SymbolGraph graph = new SymbolGraph(nodes, List.of(output), 0);
    return ShapeInference.of(graph, variables)
        .shape(output)
        .map(TensorShape::toString)
        .orElse("unknown");
  }
}
