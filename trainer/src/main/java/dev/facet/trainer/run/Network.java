package dev.facet.trainer.run;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.DepthwisePrelu;
import dev.facet.trainer.backbone.Backbone;
import dev.facet.trainer.backbone.NetworkParameters;
import dev.facet.trainer.config.NetworkConfig;
import java.util.Map;

/**
 * The network that a run trains, as it is before training.
 *
 * @param symbol as it is served
 * @param trained the same network in operators that are faster to train; same parameters
 * @param weights by name as in a parameters file
 * @param manifest how it is served
 * @param origin what it is, in a few words, and if it was published, its digest
 */
record Network(
    SymbolGraph symbol,
    SymbolGraph trained,
    Map<String, FloatTensor> weights,
    Manifest manifest,
    String origin) {

  /**
   * Builds or reads a network.
   *
   * @param seed of random weights
   * @throws BadBundleException if the published network is damaged
   */
  static Network of(NetworkConfig config, long seed) throws BadBundleException {
    if (config.start() instanceof NetworkConfig.Published published) {
      return published(ModelBundle.open(published.bundle()));
    }
    return fresh((NetworkConfig.Fresh) config.start(), seed);
  }

  private static Network fresh(NetworkConfig.Fresh config, long seed) {
    Backbone backbone = config.backbone();
    SymbolGraph symbol = backbone.graph(config.dimension());
    TensorShape face = backbone.oneFace();
    return new Network(
        symbol,
        DepthwisePrelu.rewrite(symbol, Backbone.INPUT, face),
        NetworkParameters.initial(NetworkParameters.of(symbol, face), seed),
        backbone.manifest(config.dimension()),
        backbone.title() + ", " + config.dimension() + " values");
  }

  private static Network published(ModelBundle bundle) throws BadBundleException {
    Manifest manifest = bundle.manifest();
    SymbolGraph symbol = SymbolGraph.read(bundle.symbol()).withHead(manifest.output().name());
    Manifest.Input input = manifest.input();
    TensorShape face = TensorShape.of(1, input.channels().count(), input.height(), input.width());
    return new Network(
        symbol,
        DepthwisePrelu.rewrite(symbol, input.name(), face),
        ParamsFile.readFloats(bundle.params()),
        manifest,
        "version " + bundle.directory().getFileName() + " of digest " + bundle.digest());
  }

  /** Number of values of an embedding. */
  int dimension() {
    return manifest.output().dimension();
  }
}
