package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A Java future in Python's hands: what `terrarium._futures.JavaFuture` asks of it, by number.
///
/// @param whole what Python was given
/// @param future the same as a future, which can be asked and cancelled
/// @param exposing whether its result is exposed where no conversion has a rule for it
record JavaAwaitable(Interpreter interpreter, Object whole, Future<?> future, boolean exposing)
    implements JavaBacked.Source {
  private static final int STATE = 0;
  private static final int RESULT = 1;
  private static final int SUBSCRIBE = 2;

  private static final long PENDING = 0;
  private static final long DONE = 1;
  private static final long CANCELLED = 2;

  static JavaAwaitable of(Interpreter interpreter, Future<?> future, boolean exposing) {
    return new JavaAwaitable(interpreter, future, future, exposing);
  }

  static JavaAwaitable of(Interpreter interpreter, CompletionStage<?> stage, boolean exposing) {
    return new JavaAwaitable(interpreter, stage, futureOf(stage), exposing);
  }

  /// A stage may be a future that refuses to be asked, or refuse to become one.
  private static Future<?> futureOf(CompletionStage<?> stage) {
    try {
      if (stage instanceof Future<?> future) {
        var _ = future.state();
        return future;
      }
    } catch (UnsupportedOperationException minimal) {
      // It becomes one below.
    }
    try {
      return stage.toCompletableFuture();
    } catch (UnsupportedOperationException refused) {
      CompletableFuture<@Nullable Object> mirror = new CompletableFuture<>();
      CompletionStage<?> _ =
          stage.whenComplete((value, thrown) -> {
            if (thrown == null) {
              mirror.complete(value);
            } else {
              mirror.completeExceptionally(thrown);
            }
          });
      return mirror;
    }
  }

  /// A new coroutine function over a Java one. Needs the GIL.
  static PyObject function(Gil gil, String name, AsyncJavaFunction function) {
    Border border = gil.attachment.border;
    long factory =
        gil.attachment.interpreter.functions.of(border, "terrarium._futures.async_function");
    try (PyObject call = gil.function(name, arguments -> started(name, function, arguments))) {
      long text = border.name(name);
      try {
        return border.object(border.callRaw(factory, text, call.pointer()));
      } finally {
        Macros.Py_DECREF(text);
      }
    }
  }

  private static CompletionStage<?> started(
      String name, AsyncJavaFunction function, PyArguments arguments) throws Exception {
    CompletionStage<?> stage = function.call(arguments);
    if (stage == null) {
      throw new NullPointerException(
          "the async Java function '%s' returned null instead of a stage".formatted(name));
    }
    return stage;
  }

  @Override
  public Object behind() {
    return whole;
  }

  @Override
  public @Nullable Object call(PyArguments arguments) {
    return switch (arguments.as(0, int.class)) {
      case STATE -> state();
      case RESULT -> result();
      case SUBSCRIBE -> {
        subscribe(arguments.get(1).keep());
        yield null;
      }
      default -> arguments.gil().released(() -> future.cancel(true));
    };
  }

  private long state() {
    return switch (future.state()) {
      case RUNNING -> PENDING;
      case CANCELLED -> CANCELLED;
      case SUCCESS -> DONE;
      case FAILED -> future.exceptionNow() instanceof CancellationException ? CANCELLED : DONE;
    };
  }

  private @Nullable Object result() {
    if (future.state() == Future.State.FAILED) {
      throw Thrown.unchecked(future.exceptionNow());
    }
    Object result = future.resultNow();
    return exposing ? ExposedClass.exposing(result) : result;
  }

  /// Has an arrival called once the future is done; nobody holds the GIL to wait for that.
  private void subscribe(PyRef arrival) {
    if (future instanceof CompletionStage<?> stage) {
      CompletionStage<?> _ = stage.whenComplete((_, _) -> arrived(arrival));
    } else {
      Thread.ofVirtual()
          .name("terrarium-wait")
          .start(() -> {
            awaitEnd();
            arrived(arrival);
          });
    }
  }

  private void awaitEnd() {
    try {
      future.get();
    } catch (ExecutionException | CancellationException | InterruptedException ended) {
      // Python asks for the outcome when it has been told that there is one.
    }
  }

  private void arrived(PyRef arrival) {
    interpreter.loop.soon(gil -> {
      try (arrival) {
        gil.of(arrival).call();
      }
    });
  }
}
