package dev.terrarium.bus;

import dev.terrarium.bus.events.Recording;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The messages that wait for one subscriber: slots made once, used in a circle.
///
/// Any thread may put and take. All is done under the ring's own monitor, held for some loads and
/// stores; so the order of one publisher's messages is that of its calls, and counters agree with
/// each other. Putting allocates nothing: what a [Delivery] costs, its taker pays.
final class Ring {
  /// What held where a message is put in by somebody of whom nothing else is asked.
  static final Supplier<@Nullable Object> NOTHING = () -> null;

  /// A message, with what held when it was put in.
  record Taken(Delivery delivery, @Nullable Object held) {}

  private final String owner;
  private final TopicPath[] paths;
  private final Envelope[] envelopes;
  private final @Nullable Object[] held;
  private final Overflow overflow;
  private final Supplier<? extends @Nullable Object> holding;

  private int head;
  private int size;
  private int highWater;
  private long received;
  private long delivered;
  private long dropped;
  private long failed;
  private int asleep;
  private boolean closed;
  private @Nullable Thread taker;

  /// @param owner what the subscription is called
  /// @param holding is asked before each message is put in, on the thread that puts it
  Ring(
      String owner, int capacity, Overflow overflow, Supplier<? extends @Nullable Object> holding) {
    this.owner = owner;
    this.paths = new TopicPath[capacity];
    this.envelopes = new Envelope[capacity];
    this.held = new @Nullable Object[capacity];
    this.overflow = overflow;
    this.holding = holding;
  }

  /// Puts a message in, or drops one, or waits, as the policy has it.
  void put(TopicPath path, Envelope envelope) {
    put(path, envelope, holding.get()); // Code of others: under no lock.
  }

  private synchronized void put(TopicPath path, Envelope envelope, @Nullable Object holds) {
    if (closed) {
      return;
    }
    if (size == paths.length && !makeRoom(path)) {
      noteDrop(path);
      return;
    }
    int slot = index(size);
    paths[slot] = path;
    envelopes[slot] = envelope;
    held[slot] = holds;
    size++;
    received++;
    if (size > highWater) {
      highWater = size;
    }
    if (asleep > 0) {
      notifyAll();
    }
  }

  private boolean makeRoom(TopicPath path) {
    if (path.isUrgent()) {
      int oldest = oldestOther();
      drop(oldest < 0 ? 0 : oldest);
      return true;
    }
    return switch (overflow) {
      case BLOCK -> awaitRoom();
      case DROP_NEWEST -> false;
      case DROP_OLDEST, LATEST -> {
        int oldest = oldestOther();
        if (oldest >= 0) {
          drop(oldest);
        }
        yield oldest >= 0;
      }
    };
  }

  /// Returns the place of the oldest message that is not urgent, or -1.
  private int oldestOther() {
    for (int i = 0; i < size; i++) {
      if (!paths[index(i)].isUrgent()) {
        return i;
      }
    }
    return -1;
  }

  private void noteDrop(TopicPath path) {
    dropped++;
    if (overflow != Overflow.LATEST) { // For that one it is what was asked for.
      Recording.dropped(owner, path);
    }
  }

  private void drop(int place) {
    noteDrop(paths[index(place)]);
    for (int i = place; i > 0; i--) {
      paths[index(i)] = paths[index(i - 1)];
      envelopes[index(i)] = envelopes[index(i - 1)];
      held[index(i)] = held[index(i - 1)];
    }
    forgetFirst();
  }

  private boolean awaitRoom() {
    var thread = Thread.currentThread();
    if (thread.equals(taker) || thread instanceof HandlerThread) {
      return false;
    }
    asleep++;
    try {
      while (size == paths.length && !closed) {
        wait();
      }
      return !closed;
    } catch (InterruptedException e) {
      thread.interrupt();
      return false;
    } finally {
      asleep--;
    }
  }

  /// Returns the next message, or null where there is none.
  synchronized @Nullable Taken poll() {
    taker = Thread.currentThread();
    return size == 0 ? null : first();
  }

  /// Waits for the next message.
  ///
  /// @return null where the ring is closed
  synchronized @Nullable Taken take() throws InterruptedException {
    taker = Thread.currentThread();
    asleep++;
    try {
      while (size == 0 && !closed) {
        wait();
      }
    } finally {
      asleep--;
    }
    return size == 0 ? null : first();
  }

  /// Waits for the next message for so long at most.
  ///
  /// @return null where none came in time, or the ring is closed
  synchronized @Nullable Taken take(long nanos) throws InterruptedException {
    taker = Thread.currentThread();
    long begin = System.nanoTime();
    asleep++;
    try {
      for (long left = nanos; size == 0 && !closed && left > 0; left = left(nanos, begin)) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } finally {
      asleep--;
    }
    return size == 0 ? null : first();
  }

  private static long left(long nanos, long begin) {
    return nanos - (System.nanoTime() - begin);
  }

  private Taken first() {
    var first = new Taken(new Delivery(paths[head], envelopes[head]), held[head]);
    forgetFirst();
    delivered++;
    if (asleep > 0 && overflow == Overflow.BLOCK) {
      notifyAll();
    }
    return first;
  }

  @SuppressWarnings("NullAway") // An empty slot holds nothing, and is not read.
  private void forgetFirst() {
    paths[head] = null;
    envelopes[head] = null;
    held[head] = null;
    head = index(1);
    size--;
  }

  private int index(int place) {
    int index = head + place;
    return index < paths.length ? index : index - paths.length;
  }

  synchronized void noteFailure() {
    failed++;
  }

  synchronized void close() {
    closed = true;
    dropped += size;
    while (size > 0) {
      forgetFirst();
    }
    notifyAll();
  }

  synchronized SubscriptionCounters counters() {
    return new SubscriptionCounters(received, delivered, dropped, failed, size, highWater);
  }
}
