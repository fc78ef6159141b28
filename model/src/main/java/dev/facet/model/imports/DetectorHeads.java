package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.DetectorManifest;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.detection.DetectorLayout;
import dev.facet.model.detection.DetectorLayout.Head;
import dev.facet.model.symbol.ShapeInference;
import dev.facet.model.symbol.ShapeMismatchException;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.yaml.YamlSection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a network can have the outputs of its place in a detector, as far as shapes are known.
 */
final class DetectorHeads {
  private final DetectorManifest manifest;
  private final int network;

  DetectorHeads(DetectorManifest manifest, int network) {
    this.manifest = manifest;
    this.network = network;
  }

  /**
   * Refuses a network that lacks an output. One whose shape is not known may be any of them.
   *
   * @throws BadBundleException if it lacks one, or takes no input of the size
   */
  void require(SymbolGraph graph, Map<String, TensorShape> params, PublishedFiles files)
      throws BadBundleException {
    List<Optional<TensorShape>> outputs = outputs(graph, params, files);
    List<TensorShape> known = outputs.stream().flatMap(Optional::stream).toList();
    List<Head> missing =
        DetectorLayout.heads(manifest, network).stream()
            .filter(head -> known.stream().noneMatch(shape -> head.matches(shape.dims())))
            .toList();
    if (missing.size() > outputs.size() - known.size()) {
      throw new BadBundleException(
          files.symbol(),
          "outputs",
          known,
          "one of %s among them, as %s has"
              .formatted(missing.get(0), YamlSection.kebab(manifest.layout())));
    }
  }

  private List<Optional<TensorShape>> outputs(
      SymbolGraph graph, Map<String, TensorShape> params, PublishedFiles files)
      throws BadBundleException {
    Input input = DetectorLayout.input(manifest, network);
    Map<String, TensorShape> variables = new HashMap<>(params);
    variables.put(
        input.name(), TensorShape.of(1, input.channels().count(), input.height(), input.width()));
    try {
      ShapeInference shapes = ShapeInference.of(graph, variables);
      return graph.heads().stream().map(shapes::shape).toList();
    } catch (ShapeMismatchException e) {
      throw new BadBundleException(
          files.params(),
          "input of %dx%d does not fit: %s"
              .formatted(input.width(), input.height(), e.getMessage()),
          e);
    }
  }
}
