package dev.terrarium.python;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One subscription to a Python async iterable.
///
/// Demand becomes credit: the iterable runs for so many items and stops. Of a large demand only a
/// window is given as credit at a time, more of it as the subscriber takes items, so that a slow
/// one is never far behind. Items come from the loop's thread and wait in a queue; a virtual thread
/// tells the subscriber of them one after another, so that one who blocks does not hold up the
/// loop.
///
/// The state is guarded by the monitor of this object, under which nobody is called and the GIL is
/// not awaited. The Python side, `upstream`, is touched by errands alone, which are done in order.
final class PyFeed<T> implements Flow.Subscription, JavaFunction {

  /// The most items that may be on their way to the subscriber.
  private static final int WINDOW = 64;

  private static final int ITEM = 0;
  private static final int ERROR = 1;
  private static final int END = 2;
  private static final long STOP = -1;

  /// In the place of an item: there is none, and none follows.
  private static final Object LAST = new Object();

  private final Interpreter interpreter;
  private final ItemType type;
  private final Flow.Subscriber<? super T> subscriber;
  private final Queue<Object> queue = new ArrayDeque<>();
  private @Nullable PyRef upstream;

  /// What the subscriber has asked for and the iterable has no credit for yet.
  private long demand;

  /// Credits given that have not come back as an item the subscriber has dealt with.
  private int underway;

  private long received;
  private boolean telling = true; // onSubscribe
  private boolean ended;
  private boolean cancelled;
  private @Nullable Throwable error;

  PyFeed(Interpreter interpreter, ItemType type, Flow.Subscriber<? super T> subscriber) {
    this.interpreter = interpreter;
    this.type = type;
    this.subscriber = subscriber;
  }

  /// Tells the subscriber, and starts the Python side.
  void begin(Function<Gil, PyRef> start) {
    interpreter.loop.soon(gil -> {
      try {
        upstream = start.apply(gil);
      } catch (RuntimeException refused) {
        end(refused);
      }
    });
    try {
      subscriber.onSubscribe(this);
    } catch (RuntimeException | Error thrown) {
      broken(thrown);
    }
    continueTelling();
  }

  @Override
  public void request(long items) {
    if (items <= 0) {
      end(
          new IllegalArgumentException(
              "request(%d): a subscriber asks for a positive number of items".formatted(items)));
      return;
    }
    int credit;
    synchronized (this) {
      demand = demand + items < 0 ? Long.MAX_VALUE : demand + items;
      credit = credit();
    }
    give(credit);
  }

  @Override
  public void cancel() {
    synchronized (this) {
      cancelled = true;
      queue.clear();
    }
    stopUpstream();
  }

  /// The credit that can be given now; given by whoever calls this, holding the monitor.
  private int credit() {
    if (ended || cancelled || underway > WINDOW / 2) {
      return 0;
    }
    int credit = (int) Math.min(demand, WINDOW - underway);
    demand -= demand == Long.MAX_VALUE ? 0 : credit;
    underway += credit;
    return credit;
  }

  private void give(int credit) {
    if (credit > 0) {
      interpreter.loop.soon(gil -> {
        if (upstream != null) {
          gil.of(upstream).callMethod("more", credit);
        }
      });
    }
  }

  /// Ends the Python side, once what was asked of it before is done.
  private void stopUpstream() {
    interpreter.loop.soon(gil -> {
      PyRef stopped = upstream;
      upstream = null;
      if (stopped != null) {
        try (stopped) {
          gil.of(stopped).callMethod("cancel");
        }
      }
    });
  }

  /// Takes an item, or the end, from Python; gives further credit. On the loop's thread.
  @Override
  public Object call(PyArguments arguments) {
    int kind = arguments.as(0, int.class);
    if (kind != ITEM) {
      end(
          switch (kind) {
            case ERROR -> Raised.of(arguments.gil().attachment, arguments.get(1));
            case END -> null;
            default ->
                new CancellationException("the Python task that gives the items was cancelled");
          });
      return 0L;
    }
    Object item;
    try {
      item = type.read(arguments.gil().attachment, arguments.get(1).newReference(), received++);
    } catch (RuntimeException | Error unreadable) {
      end(unreadable);
      return STOP;
    }
    if (item == null) {
      end(
          new NullPointerException(
              "item %d is None, which a Flow cannot carry".formatted(received - 1)));
      return STOP;
    }
    return take(item);
  }

  private long take(Object item) {
    long credit;
    synchronized (this) {
      if (ended || cancelled) {
        return STOP;
      }
      queue.add(item);
      credit = credit();
    }
    tellIfIdle();
    return credit;
  }

  /// Notes the end, by an error if one is given; the first end counts.
  private void end(@Nullable Throwable thrown) {
    synchronized (this) {
      if (ended || cancelled) {
        return;
      }
      ended = true;
      error = thrown;
    }
    stopUpstream();
    tellIfIdle();
  }

  private void tellIfIdle() {
    synchronized (this) {
      if (telling) {
        return;
      }
      telling = true;
    }
    continueTelling();
  }

  private void continueTelling() {
    Thread.ofVirtual().name("terrarium-publisher").start(this::tell);
  }

  /// Tells the subscriber what there is to tell; on one thread at a time.
  @SuppressWarnings({"unchecked", "ReferenceEquality"}) // Items were read as that type.
  private void tell() {
    try {
      Object item = next();
      for (; item != null && item != LAST; item = next()) {
        subscriber.onNext((T) item);
        give(taken());
      }
      if (item == LAST) {
        tellEnd();
      }
    } catch (RuntimeException | Error thrown) {
      broken(thrown);
    }
  }

  /// The next item to tell; null if there is none now, and then this thread tells no more.
  private synchronized @Nullable Object next() {
    Object item = cancelled ? null : queue.poll();
    if (item != null) {
      return item;
    }
    if (ended && !cancelled) {
      return LAST; // Telling for ever: nothing follows.
    }
    telling = false;
    return null;
  }

  private synchronized int taken() {
    underway--;
    return credit();
  }

  private void tellEnd() {
    Throwable thrown;
    synchronized (this) {
      thrown = error;
      error = null; // Its traceback may hold what Python holds of this feed: a circle.
    }
    if (thrown == null) {
      subscriber.onComplete();
    } else {
      subscriber.onError(thrown);
    }
  }

  /// A subscriber must not throw: its subscription is cancelled.
  private void broken(Throwable thrown) {
    Notices.error(
        "a subscriber to a Python async iterable threw, and its subscription is cancelled", thrown);
    cancel();
  }
}
