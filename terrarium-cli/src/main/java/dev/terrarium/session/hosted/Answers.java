package dev.terrarium.session.hosted;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.FullHeap;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.PipelineException;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.worker.PythonItems;
import dev.terrarium.worker.RaisedApartException;
import dev.terrarium.worker.WorkerCrashedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells Python what came of a run, as `terrarium._java_runs` takes it: outputs, and what failed or
/// None.
///
/// @param items makes Python objects of outputs
record Answers(PythonItems items) {
  PyObject give(Gil gil, HostedRun.Ended ended) {
    var failure =
        switch (ended.outcome()) {
          case Outcome.Failed(var error, _) -> failure(gil, error);
          case Outcome.Cancelled _ -> gil.of(List.of("cancelled", "the run was cancelled"));
          case Outcome.Completed _ -> null;
        };
    return give(gil, ended.outputs(), failure);
  }

  /// Calls a function of Python's with what came of a run, or what that threw.
  ///
  /// @param function closed by this
  void bring(PyRef function, HostedRun.@Nullable Ended ended, @Nullable Throwable thrown) {
    try (function) {
      boolean _ =
          Python.opened()
              .orElseThrow()
              .call(gil -> {
                var answer =
                    ended == null ? give(gil, Objects.requireNonNull(thrown)) : give(gil, ended);
                return gil.of(function).call(answer).isNone();
              });
    } catch (PythonUnavailableException _) {
      // The process ends, and nobody waits any more.
    }
  }

  /// Gives outputs, and lets them go.
  PyObject give(Gil gil, List<? extends @Nullable Object> outputs) {
    return give(gil, outputs, null);
  }

  /// Gives a failure.
  PyObject give(Gil gil, Throwable thrown) {
    var failure =
        thrown instanceof PipelineException error
            ? failure(gil, error)
            : gil.of(List.of("execution", words(thrown)));
    return give(gil, List.of(), failure);
  }

  /// A closed session says so by itself; of anything else the type tells more.
  private static String words(Throwable thrown) {
    if (FullHeap.isReasonOf(thrown)) {
      return FullHeap.sentence();
    }
    return thrown instanceof IllegalStateException
        ? String.valueOf(thrown.getMessage())
        : thrown.toString();
  }

  private PyObject give(
      Gil gil, List<? extends @Nullable Object> outputs, @Nullable PyObject failure) {
    if (failure == null && isPlain(outputs)) {
      items.close(outputs);
      return gil.of(new @Nullable Object[] {outputs, null});
    }
    var given = new ArrayList<PyObject>();
    var told = failure;
    for (var output : outputs) {
      try {
        given.add(items.give(gil, output));
      } catch (ConversionFault fault) {
        told =
            told == null
                ? gil.of(List.of("marshal", fault.path() + ": " + fault.getMessage()))
                : told;
      }
    }
    items.close(outputs);
    return gil.of(new @Nullable Object[] {given, told});
  }

  /// Whether all can be converted in one go.
  private static boolean isPlain(List<? extends @Nullable Object> outputs) {
    return outputs.stream()
        .allMatch(output -> output instanceof Number || output instanceof String);
  }

  /// The exception that Python raised, with what is to be said of its place; or words for another.
  private static PyObject failure(Gil gil, PipelineException error) {
    var note = String.valueOf(error.getMessage());
    var place = error instanceof NodeException node ? node.place().toString() : note;
    var raised = cause(error, PythonException.class);
    if (raised.isPresent()) {
      try (var exception = raised.get().value()) {
        return gil.of(List.of("raised", gil.of(exception), place));
      }
    }
    var crash = cause(error, WorkerCrashedException.class);
    if (crash.isPresent() && error instanceof NodeException node) {
      return gil.of(ofCrash(crash.get(), node));
    }
    var apart = cause(error, RaisedApartException.class);
    return apart.flatMap(RaisedApartException::pickle).isPresent()
            && error instanceof NodeException node
        ? ofWorker(gil, apart.get(), node)
        : gil.of(told(error, note));
  }

  /// What a worker raised, if it can be had here, with its traceback there.
  private static PyObject ofWorker(Gil gil, RaisedApartException apart, NodeException error) {
    var revived =
        gil.importModule("terrarium._raised").callMethod("revive", apart.pickle().orElseThrow());
    var there =
        "in the worker process %d:\n%s".formatted(apart.process(), error.traceback().strip());
    if (!revived.item(0L).isNone()) {
      var limit = apart.limit().isEmpty() ? List.of() : List.of(apart.limit());
      var told = new ArrayList<>(List.of("raised", revived.item(0L), error.place().toString()));
      told.addAll(limit);
      told.add(there);
      return gil.of(told);
    }
    var told =
        told(
            error,
            error.getMessage()
                + "; it cannot be raised here itself: "
                + revived.item(1L).as(String.class));
    told.add(there);
    return gil.of(told);
  }

  /// A worker's end, by its exit code and its last words.
  private static List<@Nullable Object> ofCrash(WorkerCrashedException crash, NodeException error) {
    var told = told(error, error.place() + ": " + crash.how());
    told.set(0, "crashed");
    told.add(crash.exitCode());
    told.add(crash.lastLines());
    return told;
  }

  private static List<@Nullable Object> told(PipelineException error, String message) {
    var told = new ArrayList<@Nullable Object>(List.of(error.kind().word(), message));
    if (error instanceof NodeException node) {
      told.add(node.place().node().value());
      told.add(node.place().item().isPresent() ? node.place().item().getAsLong() : null);
      told.add(node.type());
      told.add(node.traceback());
    }
    return told;
  }

  private static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> wanted) {
    for (var cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (wanted.isInstance(cause)) {
        return Optional.of(wanted.cast(cause));
      }
    }
    return Optional.empty();
  }
}
