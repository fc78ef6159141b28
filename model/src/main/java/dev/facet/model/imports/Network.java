package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.imports.ImportOptions.Size;
import dev.facet.model.symbol.ShapeInference;
import dev.facet.model.symbol.ShapeMismatchException;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the files tell of a network up to one output.
 *
 * @param output the output's name
 * @param inputName the input's name
 * @param channels number of channels; empty if the files do not tell
 * @param normalization operators that shift and scale the input first; none if none do
 * @param fitting the usual sizes that fit the weights
 * @param sizeTold whether the weights tell the size at all: behind global pooling any size fits
 * @param size the size that was asked for, else the first that fits
 * @param dimension values of the output for one image; empty if it is not such an output
 */
record Network(
    String output,
    String inputName,
    OptionalInt channels,
    List<String> normalization,
    List<Size> fitting,
    boolean sizeTold,
    Size size,
    OptionalInt dimension) {
  /** Colour, where the files do not tell. */
  private static final int USUAL_CHANNELS = 3;

  static Network of(
      SymbolGraph published,
      String output,
      Map<String, TensorShape> params,
      ImportOptions options,
      Path paramsFile)
      throws BadBundleException {
    SymbolGraph graph = published.withHead(output);
    InputFinder input = new InputFinder(graph, params);
    String name = input.name(paramsFile);
    OptionalInt channels = input.channels();
    int assumedChannels = options.channels() != null ? options.channels().count() : USUAL_CHANNELS;
    SizeFinder sizes = new SizeFinder(graph, params, name, channels.orElse(assumedChannels));
    List<Size> fitting = sizes.fitting();
    Size size = options.size();
    if (size == null) {
      if (fitting.isEmpty()) {
        throw new BadBundleException(
            paramsFile, "input size", "none of " + SizeFinder.USUAL + " fits", "a size to be told");
      }
      size = fitting.get(0);
    }
    ShapeInference shapes;
    try {
      shapes = sizes.infer(size);
    } catch (ShapeMismatchException e) {
      throw new BadBundleException(
          paramsFile, "input size " + size + " does not fit: " + e.getMessage(), e);
    }
    boolean sizeTold = shapes.isComplete() && fitting.size() < SizeFinder.USUAL.size();
    return new Network(
        output,
        name,
        channels,
        input.normalization(name),
        fitting,
        sizeTold,
        size,
        dimension(shapes.shape(graph.heads().get(0))));
  }

  /** An embedding is 1 x D, or 1 x D x 1 x 1. */
  private static OptionalInt dimension(Optional<TensorShape> shape) {
    boolean vector =
        shape.isPresent()
            && shape.get().rank() > 1
            && shape.get().dim(0) == 1
            && shape.get().elements() == shape.get().dim(1);
    return vector ? OptionalInt.of(shape.orElseThrow().dim(1)) : OptionalInt.empty();
  }
}
