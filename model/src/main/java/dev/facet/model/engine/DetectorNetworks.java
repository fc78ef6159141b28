package dev.facet.model.engine;

import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.engine.Symbol;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.detection.DetectorLayout;
import dev.facet.model.detection.DetectorLayout.Head;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.yaml.YamlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the networks of a detector's bundle. Which output of a symbol is which is told by their
 * shapes, so that a manifest need not name them.
 */
final class DetectorNetworks {

  private final DetectorBundle bundle;
  private final MxNDManager manager;

  private DetectorNetworks(DetectorBundle bundle, MxNDManager manager) {
    this.bundle = bundle;
    this.manager = manager;
  }

  /**
   * The networks, each cut to the outputs of the layout, in its order.
   *
   * @throws BadBundleException if a symbol is damaged, takes no input of its size, or lacks an
   *     output
   */
  static List<NetworkSource> of(DetectorBundle bundle) throws BadBundleException {
    try (MxNDManager manager = EngineRuntime.newManager(ComputeDevice.CPU)) {
      DetectorNetworks networks = new DetectorNetworks(bundle, manager);
      List<NetworkSource> sources = new ArrayList<>();
      for (int i = 0; i < bundle.networks().size(); i++) {
        sources.add(networks.source(i));
      }
      return sources;
    }
  }

  private NetworkSource source(int index) throws BadBundleException {
    DetectorBundle.NetworkFiles files = bundle.networks().get(index);
    Input input = DetectorLayout.input(bundle.manifest(), index);
    SymbolGraph published = SymbolGraph.read(files.symbol()).withoutLosses();
    List<TensorShape> shapes = headShapes(published, input, files);
    List<Entry> heads = new ArrayList<>();
    long values = 0;
    for (Head head : DetectorLayout.heads(bundle.manifest(), index)) {
      int at = find(head, shapes, files);
      heads.add(published.heads().get(at));
      values += shapes.get(at).elements();
    }
    return new NetworkSource(
        bundle,
        bundle.digest() + "/" + index,
        files.symbol(),
        files.params(),
        published.withHeads(heads),
        input,
        Math.toIntExact(values));
  }

  private int find(Head head, List<TensorShape> shapes, DetectorBundle.NetworkFiles files)
      throws BadBundleException {
    for (int i = 0; i < shapes.size(); i++) {
      if (head.matches(shapes.get(i).dims())) {
        return i;
      }
    }
    throw new BadBundleException(
        files.symbol(),
        "outputs",
        shapes,
        "one of %s among them, as %s has"
            .formatted(head, YamlSection.kebab(bundle.manifest().layout())));
  }

  private List<TensorShape> headShapes(
      SymbolGraph graph, Input input, DetectorBundle.NetworkFiles files) throws BadBundleException {
    if (!graph.arguments().contains(input.name())) {
      throw new BadBundleException(
          "input.name", input.name(), "an argument of the symbol " + files.symbol());
    }
    PairList<String, Shape> known = new PairList<>();
    known.add(input.name(), new Shape(1, input.channels().count(), input.height(), input.width()));
    try (Symbol symbol = Symbol.loadJson(manager, graph.toJson())) {
      Map<String, Shape> shapes = symbol.inferShape(known);
      List<TensorShape> found = new ArrayList<>();
      for (String output : symbol.getOutputNames()) {
        found.add(GraphLoader.tensorShape(Objects.requireNonNull(shapes.get(output), output)));
      }
      return found;
    } catch (EngineException | IllegalArgumentException e) {
      throw new BadBundleException(
          files.symbol(),
          "takes no input of %d x %d: %s"
              .formatted(input.width(), input.height(), GraphLoader.firstLine(e)),
          e);
    }
  }
}
