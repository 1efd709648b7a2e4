package dev.terrarium.session.hosted;

import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.Results;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyArguments;
import dev.terrarium.python.PyObject;
import dev.terrarium.worker.PythonItems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One pipeline, in Python's hands.
final class HostedPipeline {
  private final Pipeline pipeline;
  private final PythonItems items;
  private final HostedPipelines.Held held;
  private final Answers answers;

  HostedPipeline(Pipeline pipeline, PythonItems items, HostedPipelines.Held held) {
    this.pipeline = pipeline;
    this.items = items;
    this.held = held;
    this.answers = new Answers(items);
  }

  /// Returns what `terrarium._java_runs` builds on.
  Map<String, Object> functions(Gil gil) {
    var functions = new LinkedHashMap<String, Object>();
    functions.put("needs_input", pipeline.needsInput());
    functions.put("sinks", pipeline.sinks());
    functions.put("warnings", HostedPipelines.told(pipeline.warnings()));
    functions.put("run", gil.function("run", this::run));
    functions.put("start", gil.function("start", this::start));
    functions.put("close", gil.function("close", this::close));
    return functions;
  }

  /// `run(items)`: runs to the end; Python's other threads go on meanwhile.
  private PyObject run(PyArguments arguments) {
    var gil = arguments.gil();
    var run = begin(gil, arguments.get(0));
    return answers.give(gil, run.waitFor(gil));
  }

  /// `start(items)`: begins a run, and returns a future of its answer.
  private PyObject start(PyArguments arguments) {
    var gil = arguments.gil();
    return gil.of(begin(gil, arguments.get(0)).future(answers));
  }

  private HostedRun begin(Gil gil, PyObject given) {
    var input = given.isNone() ? List.of() : items.take(gil, given);
    Feed feed = given.isNone() ? new Feed.None() : new Feed.Batch(input);
    var outputs = new ArrayList<@Nullable Object>();
    Results results = (_, value) -> outputs.add(kept(value));
    return HostedRun.begin(
        () -> {
          try {
            return new HostedRun.Ended(pipeline.run(feed, results), outputs);
          } finally {
            items.close(input);
          }
        },
        held.catalog());
  }

  private static @Nullable Object kept(@Nullable Object value) {
    return value instanceof ForeignValue foreign ? foreign.share() : value;
  }

  private @Nullable Object close(PyArguments arguments) {
    held.close();
    return null;
  }
}
