package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.events.Recording;
import java.time.Duration;
import java.util.List;

/// One run of a pipeline.
///
/// The segments are opened one after the other, then work at once, then are closed in reverse
/// order. Each has its own thread but the one that delivers: its thread is the caller's, so that
/// results are taken there, and a pipeline that is one chain has no other.
final class Run {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Ending ending;
  private final Assembly assembly;
  private final RunMonitor monitor;

  Run(Plan plan, Assembly.Order order) {
    this(plan, order, GRACE);
  }

  /// @param grace how long the other threads may work on earlier items when a stream fails
  Run(Plan plan, Assembly.Order order, Duration grace) {
    this.ending = new Ending(grace);
    this.assembly = new Assembly(plan, order, ending);
    this.monitor = new RunMonitor(assembly.names(), assembly::report, assembly.trace()::spans);
  }

  /// Returns a view of this run.
  RunMonitor monitor() {
    return monitor;
  }

  Outcome run() {
    var recorded = Recording.run();
    try (var crew = new Crew(assembly.segments(), ending)) {
      assembly.openFiles();
      crew.each(Segment::open);
      crew.all(Segment::work);
      if (ending.reason() instanceof Halt.Reason.Failure) {
        crew.last(Segment::passRest);
      }
      if (ending.reason() == null) {
        assembly.endResults();
      }
      var failures = crew.cleanUp();
      assembly.closeFiles();
      return outcome(failures, monitor.end());
    } finally {
      assembly.releaseQueues();
      monitor.end();
      if (recorded != null) {
        record(recorded);
      }
    }
  }

  private void record(Recording.OfRun recorded) {
    var report = monitor.report();
    var outcome =
        switch (ending.reason()) {
          case null -> "completed";
          case Halt.Reason.Failure _ -> "failed";
          case Halt.Reason.Interruption _ -> "cancelled";
          case Halt.Reason.InputOrOutput _, Halt.Reason.Defect _, Halt.Reason.Enough _ -> "thrown";
        };
    recorded.end(monitor.pipeline(), monitor.id(), report.itemsIn(), report.itemsOut(), outcome);
  }

  private Outcome outcome(List<NodeException> failures, RunReport report) {
    return switch (ending.reason()) {
      case null ->
          failures.isEmpty()
              ? new Outcome.Completed(report)
              : new Outcome.Failed(
                  suppress(failures.getFirst(), failures.subList(1, failures.size())), report);
      case Halt.Reason.Failure(var error) -> new Outcome.Failed(suppress(error, failures), report);
      case Halt.Reason.Interruption _ -> {
        Thread.currentThread().interrupt();
        yield new Outcome.Cancelled(report, failures);
      }
      case Halt.Reason.InputOrOutput(var thrown) -> throw suppress(thrown, failures);
      case Halt.Reason.Defect(var error) -> throw suppress(error, failures);
      case Halt.Reason.Enough _ ->
          throw new AssertionError(
              "Enough ends a segment, never a run; this is a bug in Terrarium");
    };
  }

  private static <T extends Throwable> T suppress(T error, List<NodeException> failures) {
    failures.forEach(error::addSuppressed);
    return error;
  }
}
