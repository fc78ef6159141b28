package dev.facet.trainer.step;

import ai.djl.mxnet.engine.MxOpParams;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.symbol.TensorShape;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * A tensor with a row for each class, of which a step trains only some (Partial FC, An et al. 2021,
 * 2022): before the step they are copied to a parameter of their own, and after it back, with what
 * the optimiser keeps of them. The others stay as they are, without decay, and their momentum
 * rests. The time of a step grows with the number of rows trained, not with that of all. All of it
 * is among the parameters, so that a run that goes on has it. Not thread-safe.
 */
public final class SampledRows {

  private final Parameters parameters;
  private final String name;
  private final List<String> slots;

  /**
   * Adds the tensor to the parameters.
   *
   * @param name of all rows; a name not yet taken, as are those that begin with it and a colon
   * @param all shape of all rows
   * @param first gives their first values, row by row
   * @param learning how a row learns
   * @param rows number of rows that a step trains, 1 to all
   * @param optimizer of the run
   */
  public SampledRows(
      Parameters parameters,
      String name,
      TensorShape all,
      DoubleSupplier first,
      Learning learning,
      int rows,
      Optimizer optimizer) {
    this.parameters = parameters;
    this.name = name;
    this.slots = optimizer.slots();
    Ranges.require(rows >= 1 && rows <= all.dim(0), "rows", rows, "1 to " + all.dim(0));
    parameters.add(name, all, first, Learning.NONE);
    for (String slot : slots) {
      parameters.addZeros(kept(slot), all, Learning.NONE);
    }
    parameters.addZeros(sample(), all.withDim(0, rows), learning);
  }

  /**
   * Name of the parameter that a loss takes: the rows of the step, in the order of their choice.
   */
  public String sample() {
    return name + ":sample";
  }

  private String kept(String slot) {
    return name + ":" + slot;
  }

  /**
   * Chooses the rows of a step; to be called before it begins.
   *
   * @param rows their numbers, each once; as many as the constructor was told
   * @param step that is to train them
   */
  public void take(int[] rows, TrainingStep step) {
    try (NDArray numbers = parameters.manager().create(rows)) {
      take(name, numbers, parameters.array(sample()));
      for (String slot : slots) {
        take(kept(slot), numbers, step.slot(slot, sample()));
      }
    }
  }

  private void take(String from, NDArray rows, NDArray to) {
    MxOpParams params = new MxOpParams();
    params.addParam("axis", 0);
    NDArray all = parameters.array(from);
    all.getManager().invoke("take", new NDArray[] {all, rows}, new NDArray[] {to}, params);
  }

  /** Puts the rows back, after the step that trained them. */
  public void putBack(int[] rows, TrainingStep step) {
    try (NDArray numbers = parameters.manager().create(rows, new Shape(1, rows.length))) {
      put(parameters.array(sample()), numbers, name);
      for (String slot : slots) {
        put(step.slot(slot, sample()), numbers, kept(slot));
      }
    }
  }

  /**
   * In place: the operator writes the given rows of its first argument, which is also its result.
   */
  private void put(NDArray from, NDArray rows, String to) {
    NDArray all = parameters.array(to);
    MxOpParams params = new MxOpParams();
    params.addParam("shape", all.getShape());
    all.getManager()
        .invoke("_scatter_set_nd", new NDArray[] {all, from, rows}, new NDArray[] {all}, params);
  }
}
