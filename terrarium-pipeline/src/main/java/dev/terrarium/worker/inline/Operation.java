package dev.terrarium.worker.inline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.os.GivingWay;
import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.Interruption;
import dev.terrarium.python.Limits;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonCall;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.worker.script.Decoder;
import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.Standing;
import dev.terrarium.worker.script.Standing.Where;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One call of Python for an owner: a [PythonCall], which is on Python's main thread where that is
/// free.
final class Operation<R extends @Nullable Object> implements Running<R> {
  static final Duration USUAL_INTERVAL = Duration.ofMillis(10);

  private final InlinePython inline;
  private final Asks asks;
  private final Task<R> task;
  private final CompletableFuture<R> result = new CompletableFuture<>();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final AtomicBoolean isInterrupted = new AtomicBoolean();
  private volatile @Nullable Thread thread;

  /// What it is in; which of all that its Python code is in is looked at.
  private volatile Where stage = Where.WAITING;

  private volatile @Nullable Interruption interruption;
  private @Nullable PythonCall<R> call;

  /// What is to be done.
  ///
  /// @param function the name of the method of the scripts
  /// @param givesWay whether its thread gives way to all others, from then on
  record Task<R extends @Nullable Object>(
      String function,
      List<? extends @Nullable Object> arguments,
      Decoder<R> decoder,
      boolean givesWay) {}

  Operation(InlinePython inline, Asks asks, Task<R> task) {
    this.inline = inline;
    this.asks = asks;
    this.task = task;
  }

  /// Names it, as lists of what runs do: `call perception.detect`.
  String name() {
    var words = new StringBuilder(task.function());
    char between = ' ';
    for (var argument : task.arguments().subList(0, Math.min(2, task.arguments().size()))) {
      if (argument instanceof String text && isName(text)) {
        words.append(between).append(text);
        between = '.';
      }
    }
    return words.toString();
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> Character.isJavaIdentifierPart(c) || c == '.');
  }

  /// Hands it to a thread.
  ///
  /// @param scripts the object whose method it calls; alive until this has ended
  /// @param threads tell of its end: those of nobody else, so that nobody else delays it
  void begin(PyRef scripts, Executor threads) {
    var begun = inline.python().submit(Limits.none().named(name()), gil -> run(gil, scripts));
    call = begun;
    var _ =
        begun
            .toCompletableFuture(threads)
            .whenComplete(this::complete)
            .handle((_, _) -> true)
            .thenCombine(begun.ended(threads), (_, _) -> ended.complete(true));
  }

  private void complete(R value, @Nullable Throwable thrown) {
    switch (thrown) {
      case null -> result.complete(value);
      case CancellationException withdrawn ->
          result.completeExceptionally(new ScriptException.Interrupted("", withdrawn));
      default -> result.completeExceptionally(thrown);
    }
  }

  private R run(Gil gil, PyRef scripts) {
    thread = Thread.currentThread();
    if (task.givesWay()) {
      var _ = GivingWay.currentThread();
    }
    stage = Where.CONVERTING;
    asks.enter();
    try {
      var returned = called(gil, scripts, arguments(gil));
      try (var value = new PythonValue(inline, returned.keep())) {
        return task.decoder().decode(value);
      }
    } catch (PythonException raised) {
      stopInterrupting();
      throw ScriptFaults.of(raised);
    } catch (ConversionException unfit) {
      throw Faults.conversion(unfit);
    } catch (PythonUnavailableException ending) {
      throw new ScriptException.Unavailable(String.valueOf(ending.getMessage()), ending);
    } finally {
      asks.left();
      stage = Where.ENDED;
    }
  }

  private PyObject called(Gil gil, PyRef scripts, Object[] arguments) {
    stage = Where.PYTHON;
    try {
      return gil.of(scripts).callMethod(task.function(), arguments);
    } finally {
      stage = Where.CONVERTING;
    }
  }

  /// The code has ended, and what it raised is read: that must not be interrupted for the code.
  /// Only what begins after this reaches text that an exception makes of itself without an end.
  private void stopInterrupting() {
    var under = interruption;
    if (under != null) {
      under.stop();
    }
  }

  private Object[] arguments(Gil gil) {
    try {
      return ScriptArguments.of(inline, gil, task.arguments());
    } catch (ConversionFault fault) {
      throw fault.in("the arguments");
    } catch (ConversionException unfit) {
      throw Faults.conversion(unfit).in("the arguments");
    }
  }

  @Override
  public CompletableFuture<R> result() {
    return viewOf(result);
  }

  @Override
  public CompletableFuture<?> ended() {
    return viewOf(ended);
  }

  /// A copy would tell of the exception as a cause.
  private static <T extends @Nullable Object> CompletableFuture<T> viewOf(
      CompletableFuture<T> future) {
    var view = new CompletableFuture<T>();
    var _ =
        future.whenComplete((value, thrown) -> {
          if (thrown == null) {
            view.complete(value);
          } else {
            view.completeExceptionally(thrown);
          }
        });
    return view;
  }

  @Override
  public void interrupt(Duration every) {
    if (isInterrupted.compareAndSet(false, true)) {
      interruption =
          Objects.requireNonNull(call, "an operation that others know has begun").interrupt(every);
    }
  }

  @Override
  public Standing standing() {
    var at = thread;
    var seen = ended.isDone() ? Where.ENDED : stage;
    if (seen != Where.PYTHON || at == null) {
      return new Standing(seen);
    }
    var under = interruption;
    int raised = under == null ? 0 : under.raised();
    return Whereabouts.of(inline.python(), at, asks.isOperationWaiting(), raised);
  }
}
