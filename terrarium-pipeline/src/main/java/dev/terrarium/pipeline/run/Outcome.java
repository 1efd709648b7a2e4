package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.PipelineException;
import java.util.List;

/// How a run ended. Every node has been cleaned up, whichever it is.
public sealed interface Outcome {
  /// Returns what was done until then.
  RunReport report();

  /// All items went through.
  record Completed(RunReport report) implements Outcome {}

  /// A node failed, or a value could not cross; what had left by then has left.
  ///
  /// @param error what happened; clean-up failures that followed are its suppressed exceptions
  record Failed(PipelineException error, RunReport report) implements Outcome {}

  /// The thread was interrupted; its interrupt status is set again.
  ///
  /// @param cleanUpFailures what went wrong while cleaning up
  record Cancelled(RunReport report, List<NodeException> cleanUpFailures) implements Outcome {
    public Cancelled {
      cleanUpFailures = List.copyOf(cleanUpFailures);
    }
  }
}
