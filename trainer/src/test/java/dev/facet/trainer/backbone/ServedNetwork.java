package dev.facet.trainer.backbone;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** A network saved as standard MXNet files, published, and run by the engine that serves. */
final class ServedNetwork {
  /** Small, so that an IR-ResNet's last layer is too. */
  static final int DIMENSION = 16;

  private ServedNetwork() {}

  /**
   * The embedding of a made-up face.
   *
   * @param repository directory to publish into
   */
  static float[] embed(Path repository, SymbolGraph graph, Map<String, FloatTensor> weights)
      throws IOException {
    return embed(repository, graph, weights, GraphPasses.NONE);
  }

  /**
   * The embedding of the same face.
   *
   * @param passes whether the graph is rewritten
   */
  static float[] embed(
      Path repository, SymbolGraph graph, Map<String, FloatTensor> weights, GraphPasses passes)
      throws IOException {
    return embed(repository, graph, weights, passes, new float[][] {face()})[0];
  }

  /** The embeddings of some faces. */
  static float[][] embed(
      Path repository,
      SymbolGraph graph,
      Map<String, FloatTensor> weights,
      GraphPasses passes,
      float[][] faces)
      throws IOException {
    Path symbol = Files.writeString(repository.resolve("symbol.json"), graph.toJson());
    Path params = repository.resolve("weights.params");
    ParamsFile.write(params, weights);
    ModelBundle bundle =
        new ModelRepository(repository)
            .publish("face", OptionalLong.empty(), manifest(), symbol, params);
    try (EmbeddingModel model = EmbeddingModel.load(bundle, ComputeDevice.CPU, passes)) {
      return model.embed(faces);
    }
  }

  private static float[] face() {
    Random random = new Random(1);
    float[] pixels = new float[Math.toIntExact(Backbone.ONE_FACE.elements())];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256);
    }
    return pixels;
  }

  static Manifest manifest() {
    List<Float> zeros = List.of(0f, 0f, 0f);
    List<Float> ones = List.of(1f, 1f, 1f);
    return new Manifest(
        new Manifest.Files("model-symbol.json", "model-0000.params"),
        new Manifest.Input(Backbone.INPUT, 112, 112, Channels.RGB, zeros, ones),
        new Manifest.Output(Backbone.OUTPUT, DIMENSION, true),
        new Manifest.Alignment(Template.ARCFACE_112, false),
        new Manifest.About("", Map.of(), Map.of()));
  }
}
