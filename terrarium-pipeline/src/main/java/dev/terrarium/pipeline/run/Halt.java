package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.PipelineException;

/// Carries the reason why work ends early up through the nodes at work.
final class Halt extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  Halt(Reason reason) {
    super("The run ends", null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /// Why work ends early.
  sealed interface Reason {
    /// A node failed or a value could not cross.
    record Failure(PipelineException error) implements Reason {}

    /// A thread of the run was interrupted.
    record Interruption() implements Reason {}

    /// The input or the consumer of the output threw, which is the caller's own affair.
    record InputOrOutput(RuntimeException thrown) implements Reason {}

    /// There is a bug of ours.
    record Defect(Error error) implements Reason {}

    /// Nobody wants what a piece of the pipeline makes; the others go on.
    record Enough() implements Reason {}
  }
}
