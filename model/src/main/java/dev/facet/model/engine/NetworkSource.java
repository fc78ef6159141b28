package dev.facet.model.engine;

import dev.facet.model.bundle.Bundle;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import java.nio.file.Path;

/**
 * One network of a bundle, as it was published.
 *
 * @param bundle whose files these are
 * @param id names the network: no other has it, in any bundle
 * @param symbol the file of its symbol, which messages name
 * @param params the file of its parameters
 * @param graph its symbol, cut to the outputs that are wanted, in their order
 * @param input what it takes
 * @param values how many values all outputs together have for one item
 */
record NetworkSource(
    Bundle bundle,
    String id,
    Path symbol,
    Path params,
    SymbolGraph graph,
    Manifest.Input input,
    int values) {

  /** Shape of one item of input, with the batch axis. */
  TensorShape itemShape() {
    return TensorShape.of(1, input.channels().count(), input.height(), input.width());
  }
}
