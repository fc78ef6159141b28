package dev.facet.trainer.backbone;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
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

  private static final int SMALLEST_NN1 = 28;

  private ServedNetwork() {}

  /**
   * The embeddings of some faces.
   *
   * @param repository directory to publish into
   * @param passes whether the graph is rewritten
   */
  static float[][] embed(
      Path repository,
      Manifest manifest,
      SymbolGraph graph,
      Map<String, FloatTensor> weights,
      GraphPasses passes,
      float[]... faces)
      throws IOException {
    Path symbol = Files.writeString(repository.resolve("symbol.json"), graph.toJson());
    Path params = repository.resolve("weights.params");
    ParamsFile.write(params, weights);
    ModelBundle bundle =
        new ModelRepository(repository)
            .publish("face", OptionalLong.empty(), manifest, symbol, params);
    try (EmbeddingModel model = EmbeddingModel.load(bundle, ComputeDevice.CPU, passes)) {
      return model.embed(faces);
    }
  }

  /** A made-up face: pixels drawn at random. */
  static float[] face(Manifest manifest) {
    Random random = new Random(1);
    float[] pixels = new float[Math.toIntExact(shape(manifest).elements())];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256);
    }
    return pixels;
  }

  /**
   * How a backbone is served with {@link #DIMENSION} values. NN1 takes the smallest images that it
   * can: of 220 x 220 it has 140 M parameters, of these 39 M, all else being the same.
   */
  static Manifest manifest(Backbone backbone) {
    Manifest manifest = backbone.manifest(DIMENSION);
    return backbone == Backbone.FACENET_NN1 ? resized(manifest, SMALLEST_NN1) : manifest;
  }

  /** The same for smaller images. */
  static Manifest resized(Manifest manifest, int side) {
    Manifest.Input input = manifest.input();
    return new Manifest(
        manifest.files(),
        new Manifest.Input(input.name(), side, side, input.channels(), input.mean(), input.std()),
        manifest.output(),
        manifest.alignment(),
        manifest.about());
  }

  /** Shape of the input with one face. */
  static TensorShape shape(Manifest manifest) {
    Manifest.Input input = manifest.input();
    return TensorShape.of(1, input.channels().count(), input.height(), input.width());
  }

  /** The parameters of a backbone that is served so. */
  static List<NetworkParameter> parameters(Backbone backbone) {
    return NetworkParameters.of(backbone.graph(DIMENSION), shape(manifest(backbone)));
  }
}
