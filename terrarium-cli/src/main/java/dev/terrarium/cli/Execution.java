package dev.terrarium.cli;

import dev.terrarium.cli.input.InputException;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.Results;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.session.Losses;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A pipeline at work: its outputs are written, and what went wrong is told.
///
/// @param outputs where results go
/// @param watch watches the run
/// @param page the page about the run
/// @param context what the page tells of beside the run
record Execution(Shared shared, Outputs outputs, Watch watch, Page page, Page.Context context) {
  /// Runs the pipeline, and returns the exit code.
  ///
  /// @param length how many items will go in, if that is known
  int run(Pipeline pipeline, OptionalLong length, Function<Progress, Feed> feed) {
    try (var progress = Progress.begin(shared.terminal(), length, watch::workers)) {
      var leaving = new Leaving(shared.terminal(), outputs, page, progress);
      return conclude(watch.over(pipeline).run(feed.apply(progress), leaving));
    } catch (InputException damaged) {
      return broken(Complaint.input(damaged));
    } catch (ComplaintException unsayable) {
      var complaint = unsayable.complaint();
      Stream.of(unsayable.getSuppressed()).forEach(complaint.thrown()::addSuppressed);
      return broken(complaint);
    } catch (UnavailableException unwritable) {
      return broken(Complaint.of(unwritable, true));
    }
  }

  private int broken(Complaint complaint) {
    watch.write(Optional.of(complaint.message()));
    tellLosses();
    return shared.complaints().tell(complaint, outputs.unwritten());
  }

  /// Tells what did not go through, and by whose leave.
  private void tellLosses() {
    var complaints = shared.complaints();
    watch
        .report()
        .ifPresent(report ->
            Losses.of(report, context.pipeline().manifest())
                .forEach(loss -> complaints.note(loss + ". --metrics and --report tell more.")));
  }

  private void write(RunReport report, Optional<String> error) {
    page.write(context, report, watch.spans(), error);
    watch.write(error);
  }

  private int conclude(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed(var report) -> {
        write(report, Optional.empty());
        tellLosses();
        yield ExitCode.DONE;
      }
      case Outcome.Failed(var error, var report) -> {
        var complaint = Complaint.of(error, report.itemsIn() > 0);
        write(report, Optional.of(complaint.message()));
        tellLosses();
        yield shared.complaints().tell(complaint, outputs.unwritten());
      }
      case Outcome.Cancelled(_, var failures) -> {
        watch.write(Optional.of("The run was interrupted"));
        var complaints = shared.complaints();
        failures.forEach(failure -> complaints.warn(String.valueOf(failure.getMessage())));
        tellLosses();
        yield ExitCode.INTERRUPTED;
      }
    };
  }

  /// Takes what leaves the pipeline.
  private record Leaving(Terminal terminal, Outputs outputs, Page page, Progress progress)
      implements Results {
    @Override
    public void emit(String sink, @Nullable Object value) {
      emit(sink, value, -1);
    }

    @Override
    public void emit(String sink, @Nullable Object value, long inputItem) {
      terminal.eraseProgress();
      outputs.add(sink, value, inputItem);
      page.add(value);
      progress.left();
    }

    /// Writes a whole result before the nodes clean up, whatever becomes of that.
    @Override
    public void end() {
      terminal.eraseProgress();
      try {
        outputs.finish();
      } catch (ClosedOutputException nobodyReads) {
        if (Thread.currentThread().isInterrupted()) {
          throw nobodyReads;
        }
      }
    }
  }
}
