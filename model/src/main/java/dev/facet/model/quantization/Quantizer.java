package dev.facet.model.quantization;

import ai.djl.engine.EngineException;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.staging.StagedDirectory;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.DepthwisePrelu;
import dev.facet.model.symbol.pass.GraphPass;
import dev.facet.model.symbol.pass.WeightedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of a model one whose convolutions and fully connected layers compute on integers of 8 bits,
 * all but the first convolution: a bundle as every other, which a server serves as every other, on
 * CPUs.
 *
 * <p>The numbers between layers are scaled into 8 bits by ranges that are found beforehand, on
 * faces, by a {@link Calibration}; the graph holds them. The parameters stay float32, rewritten by
 * the passes that every graph goes through before it is fused.
 *
 * <p>The embeddings differ from the model's own, by more than rounding, and so does their digest:
 * the two are not to be compared with each other. Immutable.
 */
public final class Quantizer {

  private final ModelBundle source;

  /** The model as it is before it is fused. */
  private final WeightedGraph network;

  private final OneDnnPasses passes;
  private final SymbolGraph fused;

  /** The first convolution: {@link SymbolGraph#isQuantizedFromTheStart} says why. */
  private final String spared;

  private final List<String> layers;

  private Quantizer(
      ModelBundle source,
      WeightedGraph network,
      OneDnnPasses passes,
      SymbolGraph fused,
      String spared,
      List<String> layers) {
    this.source = source;
    this.network = network;
    this.passes = passes;
    this.fused = fused;
    this.spared = spared;
    this.layers = layers;
  }

  /**
   * Looks at what of a model can be quantised. Starts the engine.
   *
   * @param source the model, which stays as it is
   * @throws BadBundleException if it is damaged, is quantised already, or has no operator that can
   *     be quantised behind a first convolution
   */
  public static Quantizer of(ModelBundle source) throws BadBundleException {
    Manifest manifest = source.manifest();
    SymbolGraph graph = SymbolGraph.read(source.symbol()).withHead(manifest.output().name());
    if (graph.isQuantized()) {
      throw new BadBundleException(source.symbol(), "is quantised already");
    }
    Manifest.Input input = manifest.input();
    TensorShape face = TensorShape.of(1, input.channels().count(), input.height(), input.width());
    try {
      // Not as the passes write PReLU: MXNet's convolution with a sum and then ReLU fused into it
      // computes wrong on integers, where what is added may be below 0.
      SymbolGraph split = DepthwisePrelu.rewrite(graph, input.name(), face);
      WeightedGraph network = WeightedGraph.published(split, parameters(source));
      for (GraphPass pass : GraphPass.values()) {
        network = pass.apply(network, input.name(), face);
      }
      OneDnnPasses passes = new OneDnnPasses();
      String json = passes.fused(network.graph().toJson());
      SymbolGraph fused = SymbolGraph.parse(source.symbol(), json);
      String first = firstConvolution(fused);
      List<String> layers = passes.layers(json, first);
      if (first.isEmpty() || layers.isEmpty()) {
        throw new BadBundleException(
            source.symbol(),
            "has no operator that can be quantised behind a first Convolution, which stays float");
      }
      return new Quantizer(source, network, passes, fused, first, layers);
    } catch (EngineException | IllegalArgumentException e) {
      throw refused(source, e);
    }
  }

  /** Its name; empty if there is none. */
  private static String firstConvolution(SymbolGraph fused) {
    return fused.nodes().stream()
        .filter(node -> node.op().equals("_sg_mkldnn_conv"))
        .map(SymbolNode::name)
        .findFirst()
        .orElse("");
  }

  /** Names of the outputs whose ranges are needed, in graph order. */
  public List<String> layers() {
    return layers;
  }

  /**
   * Starts to look for the ranges, on faces that come from the bundle's own preprocessing.
   *
   * @param workspace where files are written meanwhile; made if need be
   * @return a calibration, which the caller closes
   * @throws BadBundleException if the model does not load
   * @throws IOException if the files cannot be written
   */
  public Calibration calibrate(Path workspace) throws IOException {
    Manifest manifest = source.manifest();
    Manifest ranging =
        new Manifest(
            manifest.files(),
            manifest.input(),
            new Manifest.Output(RangeGraph.OUTPUT, 2 * layers.size(), false),
            new Manifest.Alignment(manifest.alignment().template(), false),
            manifest.about());
    try (StagedDirectory staged = StagedDirectory.in(workspace)) {
      Path symbol = staged.path().resolve(manifest.files().symbol());
      Files.writeString(symbol, RangeGraph.of(fused, layers).toJson());
      ModelBundle bundle = finish(staged.path(), ranging);
      return new Calibration(
          layers, EmbeddingModel.load(bundle, ComputeDevice.CPU, GraphPasses.NONE));
    }
  }

  /**
   * Writes the quantised model.
   *
   * @param directory an empty directory
   * @param ranges of all the {@link #layers}
   * @return the bundle, with the manifest of the model, but for the name of the output, and without
   *     what was measured of the model
   * @throws IllegalArgumentException if a layer's range is not there
   * @throws BadBundleException if MXNet refuses it
   * @throws IOException if the files cannot be written
   */
  public ModelBundle write(Path directory, Map<String, LayerRange> ranges) throws IOException {
    if (!ranges.keySet().containsAll(layers)) {
      throw new IllegalArgumentException(
          "ranges: of " + ranges.keySet() + " (expected: of " + layers + ")");
    }
    Manifest manifest = source.manifest();
    Path symbol = directory.resolve(manifest.files().symbol());
    try {
      Files.writeString(symbol, passes.quantized(fused.toJson(), spared, ranges));
    } catch (EngineException e) {
      throw refused(source, e);
    }
    SymbolGraph quantized = SymbolGraph.read(symbol);
    Manifest.Output output = manifest.output();
    Manifest.About about = manifest.about();
    return finish(
        directory,
        new Manifest(
            manifest.files(),
            manifest.input(),
            new Manifest.Output(
                quantized.outputName(quantized.heads().get(0)),
                output.dimension(),
                output.normalize()),
            manifest.alignment(),
            new Manifest.About(about.license(), about.provenance(), Map.of())));
  }

  /** Adds to a symbol what makes it a bundle. */
  private ModelBundle finish(Path directory, Manifest manifest) throws IOException {
    ParamsFile.write(directory.resolve(manifest.files().params()), parameters());
    ManifestFile.write(manifest, directory.resolve(ManifestFile.NAME));
    return ModelBundle.open(directory);
  }

  /** What the network takes, by the names of a parameters' file. */
  private Map<String, FloatTensor> parameters() {
    Map<String, FloatTensor> values = new HashMap<>(network.published());
    values.putAll(network.computed());
    Map<String, FloatTensor> named = new LinkedHashMap<>();
    add("arg:", network.graph().arguments(), values, named);
    add("aux:", network.graph().auxiliaries(), values, named);
    return named;
  }

  private static void add(
      String prefix,
      List<String> variables,
      Map<String, FloatTensor> values,
      Map<String, FloatTensor> named) {
    for (String variable : variables) {
      FloatTensor value = values.get(variable);
      if (value != null) {
        named.put(prefix + variable, value);
      }
    }
  }

  /** What the model's file has, by the names of variables. */
  private static Map<String, FloatTensor> parameters(ModelBundle source) throws BadBundleException {
    Map<String, FloatTensor> values = new HashMap<>();
    ParamsFile.readFloats(source.params())
        .forEach((name, value) -> values.put(name.substring(name.indexOf(':') + 1), value));
    return values;
  }

  private static BadBundleException refused(ModelBundle source, Exception e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new BadBundleException(source.symbol(), "MXNet cannot quantise it: " + reason, e);
  }
}
