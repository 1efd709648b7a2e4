package dev.terrarium.python;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// One subscription of Python to a Java publisher, which is asked for a small window of items
/// ahead.
///
/// Python takes an item by calling it: without an argument, which may give `WAIT`; with an arrival,
/// which is called when there is something to take; with two to cancel.
///
/// The state is guarded by the monitor of this object, under which nobody is called. The
/// publisher's own code runs without the GIL.
final class JavaIntake implements Flow.Subscriber<Object>, JavaFunction, JavaHandles.Released {

  /// The most items that are asked for ahead of Python.
  private static final int WINDOW = 16;

  private final Interpreter interpreter;
  private final boolean exposing;
  private final Queue<Object> queue = new ArrayDeque<>();
  private Flow.@Nullable Subscription subscription;

  /// Items asked for that have not come.
  private int outstanding;

  /// Items that Python has taken since more were asked for.
  private int taken;

  private boolean ended;
  private boolean cancelled;
  private @Nullable Throwable error;
  private @Nullable PyRef arrival;

  /// @param exposing whether its items are exposed where no conversion has a rule for them
  JavaIntake(Interpreter interpreter, boolean exposing) {
    this.interpreter = interpreter;
    this.exposing = exposing;
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    Objects.requireNonNull(begun, "a publisher must give a subscription");
    boolean refused;
    synchronized (this) {
      refused = subscription != null || ended || cancelled;
      if (!refused) {
        subscription = begun;
        outstanding = WINDOW;
      }
    }
    if (refused) {
      begun.cancel();
    } else {
      begun.request(WINDOW);
    }
  }

  @Override
  public void onNext(Object item) {
    if (item == null) {
      NullPointerException violation =
          new NullPointerException("the publisher sent null, which a Flow cannot carry");
      stop(violation);
      throw violation;
    }
    PyRef waiting = null;
    boolean tooMany;
    synchronized (this) {
      if (ended || cancelled) {
        return;
      }
      tooMany = outstanding == 0;
      if (!tooMany) {
        outstanding--;
        queue.add(item);
        waiting = arrival;
        arrival = null;
      }
    }
    if (tooMany) {
      stop(
          new IllegalStateException(
              "the publisher sent more items than the %d it was asked for".formatted(WINDOW)));
    }
    arrive(waiting);
  }

  @Override
  public void onError(Throwable thrown) {
    end(Objects.requireNonNull(thrown, "a publisher must say which error it is"));
  }

  @Override
  public void onComplete() {
    end(null);
  }

  /// The publisher broke the rules: what it sends is over.
  private void stop(Throwable violation) {
    end(violation);
    cancelSubscription();
  }

  private void end(@Nullable Throwable thrown) {
    PyRef waiting;
    synchronized (this) {
      if (ended || cancelled) {
        return;
      }
      ended = true;
      error = thrown;
      waiting = arrival;
      arrival = null;
    }
    arrive(waiting);
  }

  private void arrive(@Nullable PyRef waiting) {
    if (waiting != null) {
      interpreter.loop.soon(gil -> {
        try (waiting) {
          gil.of(waiting).call();
        }
      });
    }
  }

  @Override
  public @Nullable Object call(PyArguments arguments) {
    Gil gil = arguments.gil();
    if (arguments.size() > 1) {
      forget();
      gil.released(this::cancelSubscription);
      return null;
    }
    Object item;
    Throwable failure = null;
    String mark = "WAIT";
    int more = 0;
    synchronized (this) {
      item = queue.poll();
      if (item != null) {
        more = more();
      } else if (ended) {
        failure = error;
        error = null;
        mark = "END";
      } else if (arguments.size() == 1) {
        arrival = arguments.get(0).keep();
      }
    }
    if (failure != null) {
      throw Thrown.unchecked(failure);
    }
    if (more > 0) {
      request(gil, more);
    }
    if (item == null) {
      return mark(gil, mark);
    }
    return exposing ? ExposedClass.exposing(item) : item;
  }

  /// How many items to ask for, now that one was taken.
  private int more() {
    if (ended || ++taken < WINDOW / 2) {
      return 0;
    }
    int more = taken;
    taken = 0;
    outstanding += more;
    return more;
  }

  private void request(Gil gil, int items) {
    Flow.Subscription asked = Objects.requireNonNull(subscription);
    gil.released(() -> {
      asked.request(items);
      return true;
    });
  }

  private static PyObject mark(Gil gil, String name) {
    Border border = gil.attachment.border;
    return border.borrowed(
        gil.attachment.interpreter.functions.of(border, "terrarium._flows." + name));
  }

  /// Nothing more is taken. Needs the GIL.
  private void forget() {
    PyRef waiting;
    synchronized (this) {
      cancelled = true;
      queue.clear();
      waiting = arrival;
      arrival = null;
    }
    if (waiting != null) {
      waiting.close();
    }
  }

  private boolean cancelSubscription() {
    Flow.Subscription cancelling;
    synchronized (this) {
      cancelling = subscription;
      subscription = null;
    }
    if (cancelling != null) {
      cancelling.cancel();
    }
    return true;
  }

  /// On a thread of its own: whoever dropped the last reference holds the GIL, and cancelling runs
  /// the publisher's code.
  @Override
  public void released() {
    forget();
    Thread.ofVirtual()
        .name("terrarium-cancel")
        .start(() -> {
          try {
            cancelSubscription();
          } catch (RuntimeException failed) {
            Notices.warning("a subscription that Python let go did not cancel", failed);
          }
        });
  }
}
