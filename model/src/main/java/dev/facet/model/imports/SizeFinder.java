package dev.facet.model.imports;

import dev.facet.model.imports.ImportOptions.Size;
import dev.facet.model.symbol.ShapeInference;
import dev.facet.model.symbol.ShapeMismatchException;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds which sizes of input the weights of a network fit. */
final class SizeFinder {
  /** The sizes of published face models, the usual first. */
  static final List<Size> USUAL =
      List.of(
          new Size(112, 112),
          new Size(96, 112),
          new Size(112, 96),
          new Size(160, 160),
          new Size(128, 128),
          new Size(100, 100),
          new Size(96, 96),
          new Size(144, 144),
          new Size(224, 224),
          new Size(256, 256));

  private final SymbolGraph graph;
  private final Map<String, TensorShape> params;
  private final String inputName;
  private final int channels;

  SizeFinder(SymbolGraph graph, Map<String, TensorShape> params, String inputName, int channels) {
    this.graph = graph;
    this.params = params;
    this.inputName = inputName;
    this.channels = channels;
  }

  /** Those of the usual sizes that fit. */
  List<Size> fitting() {
    return USUAL.stream().filter(this::fits).toList();
  }

  private boolean fits(Size size) {
    try {
      infer(size);
      return true;
    } catch (ShapeMismatchException e) {
      return false;
    }
  }

  /** The network's shapes for one image of a size. */
  ShapeInference infer(Size size) throws ShapeMismatchException {
    Map<String, TensorShape> variables = new HashMap<>(params);
    variables.put(inputName, TensorShape.of(1, channels, size.height(), size.width()));
    return ShapeInference.of(graph, variables);
  }
}
