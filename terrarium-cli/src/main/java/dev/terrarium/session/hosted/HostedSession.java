package dev.terrarium.session.hosted;

import dev.terrarium.pipeline.PipelineException;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.PipelineSession;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyArguments;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import dev.terrarium.worker.PythonItems;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A pipeline that Python keeps open for single items, until it is finished or cancelled.
final class HostedSession {
  private static final String OVER = "the session is over: open another for further items";

  private final PipelineSession session;
  private final PythonItems items;
  private final Answers answers;
  private final HostedPipelines.Held held;
  private final AtomicBoolean isEnding = new AtomicBoolean();

  /// Whether Python has got what failed, which can be given once.
  private final AtomicBoolean isFailureGiven = new AtomicBoolean();

  /// @param items takes what Python sends
  /// @param held what the nodes live on, which the session keeps until its end
  HostedSession(Pipeline pipeline, PythonItems items, Answers answers, HostedPipelines.Held held) {
    this.session = pipeline.open();
    this.items = items;
    this.answers = answers;
    this.held = held;
    held.enter();
  }

  Map<String, Object> functions(Gil gil) {
    var functions = new LinkedHashMap<String, Object>();
    functions.put("send", gil.function("send", this::send));
    functions.put("finish", gil.function("finish", this::finish));
    functions.put("cancel", gil.function("cancel", this::cancel));
    return functions;
  }

  /// `send(item)`: returns a future of the answer.
  private PyObject send(PyArguments arguments) {
    var gil = arguments.gil();
    var item = items.takeOne(gil, arguments.get(0));
    var answer =
        session
            .sendAsync(item)
            .handle((outputs, thrown) -> {
              items.close(Collections.singletonList(item));
              return answer(outputs, thrown);
            });
    return gil.of(answer);
  }

  /// `finish()`: returns a future of the answer that holds what was left.
  private PyObject finish(PyArguments arguments) {
    return arguments.gil().of(CompletableFuture.supplyAsync(this::finished, HostedRun.THREADS));
  }

  private PyRef finished() {
    try {
      return answer(session.finish(), null);
    } catch (InterruptedException | RuntimeException thrown) {
      return answer(null, thrown);
    } finally {
      end();
    }
  }

  /// Lets go of what the nodes live on, when they have ended; not waited for here.
  private void end() {
    if (!isEnding.getAndSet(true)) {
      HostedRun.THREADS.execute(() -> {
        session.close();
        held.leave();
      });
    }
  }

  private @Nullable Object cancel(PyArguments arguments) {
    session.cancel();
    end();
    return null;
  }

  private PyRef answer(@Nullable List<@Nullable Object> outputs, @Nullable Throwable thrown) {
    HostedLogs.flush();
    return Python.opened()
        .orElseThrow()
        .call(gil -> {
          var cause = thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown;
          return switch (cause) {
            case null -> answers.give(gil, outputs == null ? List.of() : outputs).keep();
            case IllegalStateException _ -> over(gil);
            case PipelineException failed ->
                isFailureGiven.getAndSet(true) ? over(gil) : answers.give(gil, failed).keep();
            case Throwable other -> answers.give(gil, other).keep();
          };
        });
  }

  private PyRef over(Gil gil) {
    return answers.give(gil, new IllegalStateException(OVER)).keep();
  }
}
