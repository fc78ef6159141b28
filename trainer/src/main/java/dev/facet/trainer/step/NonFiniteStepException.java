package dev.facet.trainer.step;

/** A step whose loss or gradient is not finite. The parameters are as they were before it. */
public final class NonFiniteStepException extends RuntimeException {

  private final transient StepReport report;

  NonFiniteStepException(StepReport report) {
    super(report + " (expected: a finite loss and gradient)");
    this.report = report;
  }

  /** The facts of the step. */
  public StepReport report() {
    return report;
  }
}
