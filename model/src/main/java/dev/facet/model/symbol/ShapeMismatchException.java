package dev.facet.model.symbol;

/** A network does not take an input of the size asked about. The message names the operator. */
public final class ShapeMismatchException extends Exception {
  private static final long serialVersionUID = 1;

  ShapeMismatchException(SymbolNode node, String problem) {
    super(node.name() + " (" + node.op() + "): " + problem);
  }

  ShapeMismatchException(SymbolNode node, String problem, Throwable cause) {
    super(node.name() + " (" + node.op() + "): " + problem, cause);
  }
}
