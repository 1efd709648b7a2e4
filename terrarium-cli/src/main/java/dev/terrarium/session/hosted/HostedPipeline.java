package dev.terrarium.session.hosted;

import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.Results;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyArguments;
import dev.terrarium.python.PyObject;
import dev.terrarium.session.Losses;
import dev.terrarium.worker.PythonItems;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One pipeline, in Python's hands; its functions are what `terrarium._java_runs` builds on.
final class HostedPipeline {
  /// A run that took no longer than this the last time is not worth a thread of its own.
  private static final long SHORT_NANOS = 200_000;

  /// How many outputs of a run may wait for its end in the memory of worker processes.
  private static final int FEW = 64;

  private final Pipeline pipeline;
  private final PythonItems items;
  private final HostedPipelines.Held held;
  private final Answers answers;

  /// How long an item of the last run took, in nanoseconds; unknown at first.
  private volatile long nanosPerItem = Long.MAX_VALUE;

  HostedPipeline(Pipeline pipeline, PythonItems items, HostedPipelines.Held held) {
    this.pipeline = pipeline;
    this.items = items;
    this.held = held;
    this.answers = new Answers(items);
  }

  Map<String, Object> functions(Gil gil) {
    var functions = new LinkedHashMap<String, Object>();
    functions.put("needs_input", pipeline.needsInput());
    functions.put("sinks", pipeline.sinks());
    functions.put("warnings", HostedPipelines.told(pipeline.warnings()));
    functions.put("run", gil.function("run", this::run));
    functions.put("start", gil.function("start", this::start));
    functions.put("stream", gil.function("stream", this::stream));
    functions.put("session", gil.function("session", this::session));
    functions.put("close", gil.function("close", this::close));
    return functions;
  }

  /// `run(items, tick)`: runs to the end; Python's other threads go on meanwhile. `tick(done)` is
  /// called on this thread now and then, unless it is None.
  private PyObject run(PyArguments arguments) {
    var gil = arguments.gil();
    var work = work(gil, arguments.get(0));
    try {
      var ended =
          work.isShort()
              ? gil.released(work::call)
              : HostedRun.begin(work, held).waitFor(gil, work.tick(arguments.get(1)));
      return answers.give(gil, ended);
    } catch (CompletionException e) {
      if (e.getCause() instanceof OutOfMemoryError full) {
        return answers.give(gil, full);
      }
      throw e;
    }
  }

  /// `start(items, ended)`: begins a run, and has `ended(answer)` called on the run's thread at its
  /// end; returns None and what watches over it: `watch(True)` stops it, `watch(False)` returns how
  /// many items are done, `watch(None)` where it stands that was stopped, which takes a moment.
  /// Where the answer is there at once, returns that and None.
  private @Nullable Object[] start(PyArguments arguments) {
    var gil = arguments.gil();
    var work = work(gil, arguments.get(0));
    if (work.isShort()) {
      return new @Nullable Object[] {answers.give(gil, gil.released(work::call)), null};
    }
    var ended = arguments.get(1).keep();
    var run = HostedRun.begin(work, held);
    run.whenEnded((end, thrown) -> answers.bring(ended, end, thrown));
    var watch =
        gil.function(
            "watch",
            asked -> {
              if (asked.get(0).isNone()) {
                return asked.gil().released(run::standing);
              }
              if (asked.as(0, boolean.class)) {
                var _ = run.stop();
              }
              return work.done();
            });
    return new @Nullable Object[] {null, watch};
  }

  /// `stream(takes)`: begins a run that takes items as they come, or that makes them itself.
  private Map<String, Object> stream(PyArguments arguments) {
    var stream = new HostedStream(pipeline, items, answers, this::tell);
    return stream.begin(arguments.gil(), held, arguments.as(0, boolean.class));
  }

  /// `session()`: opens the pipeline for single items.
  private Map<String, Object> session(PyArguments arguments) {
    return new HostedSession(pipeline, items, answers, held).functions(arguments.gil());
  }

  private @Nullable Object close(PyArguments arguments) {
    return arguments
        .gil()
        .released(() -> {
          held.close(); // Worker processes are waited for.
          return null;
        });
  }

  private Work work(Gil gil, PyObject given) {
    return given.isNone() ? new Work(List.of(), new Feed.None()) : new Work(items.take(gil, given));
  }

  /// Logs what was lost on the way by leave of the manifest; what was logged in a run comes before
  /// its answer.
  private void tell(RunReport report) {
    for (var loss : Losses.of(report, pipeline.manifest())) {
      System.getLogger("terrarium").log(Level.WARNING, loss);
    }
    HostedLogs.flush();
  }

  static @Nullable Object kept(@Nullable Object value) {
    return value instanceof ForeignValue foreign ? foreign.share() : value;
  }

  /// A run over a list.
  private final class Work implements Callable<HostedRun.Ended> {
    private final List<@Nullable Object> input;
    private final Feed feed;

    /// The number of the item that the last output came of.
    private volatile long last = -1;

    Work(List<@Nullable Object> input) {
      this(input, new Feed.Batch(input));
    }

    Work(List<@Nullable Object> input, Feed feed) {
      this.input = input;
      this.feed = feed;
    }

    /// Whether it may be done while the caller waits, whose event loop then stands still: nothing
    /// in it can wait for Python, and it took next to no time before.
    boolean isShort() {
      return !pipeline.hasPython()
          && !(feed instanceof Feed.None)
          && nanosPerItem < SHORT_NANOS / (input.size() + 1);
    }

    /// Returns how many items are done, as far as their outputs tell.
    long done() {
      return last + 1;
    }

    Consumer<Gil> tick(PyObject function) {
      return function.isNone() ? _ -> {} : _ -> function.call(done());
    }

    @Override
    public HostedRun.Ended call() {
      var outputs = new ArrayList<@Nullable Object>(input.size());
      var results =
          new Results() {
            @Override
            public void emit(String sink, @Nullable Object value) {
              outputs.add(outputs.size() < FEW ? kept(value) : items.settled(value));
            }

            @Override
            public void emit(String sink, @Nullable Object value, long inputItem) {
              emit(sink, value);
              last = inputItem < 0 ? last : inputItem;
            }
          };
      long start = System.nanoTime();
      try {
        var outcome = pipeline.run(feed, results);
        tell(outcome.report());
        return new HostedRun.Ended(outcome, outputs);
      } finally {
        nanosPerItem = (System.nanoTime() - start) / (input.size() + 1);
        items.close(input);
      }
    }
  }
}
