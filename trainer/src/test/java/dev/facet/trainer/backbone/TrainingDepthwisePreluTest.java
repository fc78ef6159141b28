package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.DepthwisePrelu;
import dev.facet.trainer.backbone.GraphBuilder.Window;
import dev.facet.trainer.backbone.TrainedNetwork.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a network can be trained in the rewritten operators. */
class TrainingDepthwisePreluTest {
  private static final TensorShape SMALL = TensorShape.of(4, 3, 12, 12);

  /** The weights are those of the one graph, file names and all, read by the other. */
  @Test
  void weightsOfTheRewrittenGraph_serveTheOriginal(@TempDir Path repository) throws IOException {
    SymbolGraph original = Backbone.MOBILEFACENET_Y1.graph(ServedNetwork.DIMENSION);
    Manifest manifest = ServedNetwork.manifest(Backbone.MOBILEFACENET_Y1);
    TensorShape shape = ServedNetwork.shape(manifest);
    Map<String, FloatTensor> weights = weights(original, shape);
    SymbolGraph rewritten = DepthwisePrelu.rewrite(original, Backbone.INPUT, shape);
    float[] face = ServedNetwork.face(manifest);
    GraphPasses none = GraphPasses.NONE;
    assertArrayEquals(
        ServedNetwork.embed(repository, manifest, rewritten, weights, none, face)[0],
        ServedNetwork.embed(repository, manifest, original, weights, none, face)[0],
        1e-6f);
  }

  @Test
  void gradientsAndStatistics_areThoseOfTheOriginal() {
    GraphBuilder builder = new GraphBuilder();
    Entry at = builder.convolution("conv2", rectified(builder), Window.three(1), 8, 8);
    SymbolGraph original = builder.embedding(builder.batchNorm("norm2", at, 1e-3), 5);
    Map<String, FloatTensor> weights = weights(original, SMALL);
    Step expected = TrainedNetwork.step(original, weights, SMALL);
    Step actual =
        TrainedNetwork.step(
            DepthwisePrelu.rewrite(original, Backbone.INPUT, SMALL), weights, SMALL);
    assertEquals(expected.loss(), actual.loss(), 1e-5);
    assertEquals(expected.results().keySet(), actual.results().keySet());
    expected
        .results()
        .forEach((name, values) -> assertArrayEquals(values, actual.of(name), 1e-5f, name));
    assertTrue(Math.abs(expected.of("prelu1_gamma")[0]) > 0.01, "a gradient worth comparing");
  }

  /** Where MXNet's own gradient of the slopes is wrong, by up to its own size. */
  @Test
  void slopesBeforeAFullyConnectedLayer_haveTheGradientOfFiniteDifferences() {
    GraphBuilder builder = new GraphBuilder();
    SymbolGraph original = builder.embedding(rectified(builder), 5);
    SymbolGraph rewritten = DepthwisePrelu.rewrite(original, Backbone.INPUT, SMALL);
    Map<String, FloatTensor> weights = weights(original, SMALL);
    float[] gradient = TrainedNetwork.step(rewritten, weights, SMALL).of("prelu1_gamma");
    float[] slopes = Objects.requireNonNull(weights.get("arg:prelu1_gamma")).values();
    float step = 0.005f;
    for (int i = 0; i < slopes.length; i++) {
      float slope = slopes[i];
      slopes[i] = slope + step;
      float above = TrainedNetwork.step(original, weights, SMALL).loss();
      slopes[i] = slope - step;
      float below = TrainedNetwork.step(original, weights, SMALL).loss();
      slopes[i] = slope;
      assertEquals((above - below) / (2 * step), gradient[i], 2e-3, "slope " + i);
    }
  }

  /** Initial weights, with a slope of its own for every channel, negative ones among them. */
  private static Map<String, FloatTensor> weights(SymbolGraph graph, TensorShape input) {
    List<NetworkParameter> parameters = NetworkParameters.of(graph, input);
    Map<String, FloatTensor> weights =
        new LinkedHashMap<>(NetworkParameters.initial(parameters, 7));
    Random random = new Random(7);
    for (NetworkParameter parameter : parameters) {
      if (parameter.role() == NetworkParameter.Role.SLOPE) {
        float[] slopes = new float[Math.toIntExact(parameter.shape().elements())];
        for (int i = 0; i < slopes.length; i++) {
          slopes[i] = random.nextFloat() * 1.5f - 0.5f;
        }
        weights.put(parameter.fileName(), new FloatTensor(parameter.shape(), slopes));
      }
    }
    return weights;
  }

  private static Entry rectified(GraphBuilder builder) {
    Entry at = builder.convolution("conv1", builder.pixels(), Window.three(2), 8, 1);
    return builder.prelu("prelu1", builder.batchNorm("norm1", at, 1e-3));
  }
}
