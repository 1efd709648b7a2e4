package dev.terrarium.broker;

import dev.terrarium.bus.Overflow;
import dev.terrarium.bus.Subscription;
import dev.terrarium.bus.SubscriptionCounters;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.TopicPath;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A Python function that takes the messages of a topic, and those that wait for it.
///
/// When too many wait one gives way, as its bounds say, but never one that is urgent to one that is
/// not. Safe to use from any thread.
final class Handler {
  private final long number;
  private final TopicPath path;
  private final Exposure.Bounds bounds;
  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private @Nullable Subscription subscription;
  private boolean isReady;
  private boolean isClosed;
  private long received;
  private long delivered;
  private long dropped;
  private long failed;
  private int highWater;

  /// @param number what Python calls it
  /// @param bounds what waits for it, and how long it may take
  Handler(long number, TopicPath path, Exposure.Bounds bounds) {
    this.number = number;
    this.path = path;
    this.bounds = bounds;
  }

  long number() {
    return number;
  }

  /// Returns the name in messages.
  String name() {
    return "the handler of " + path;
  }

  /// Returns how long it may take for one message.
  Duration budget() {
    return bounds.budget();
  }

  TopicPath path() {
    return path;
  }

  /// Sets what brings its messages, which is closed with it.
  synchronized void fedBy(Subscription feed) {
    subscription = feed;
    if (isClosed) {
      feed.close();
    }
  }

  /// Takes a message; where its bounds say so it waits for room, unless the message is urgent.
  ///
  /// @return whether it was not ready before, and is now
  synchronized boolean offer(Delivery message) {
    awaitRoom(message);
    if (isClosed || (isFull() && !makeRoom(message))) {
      return false;
    }
    waiting.addLast(message);
    received++;
    highWater = Math.max(highWater, waiting.size());
    boolean becameReady = !isReady;
    isReady = true;
    return becameReady;
  }

  private boolean isFull() {
    return waiting.size() >= bounds.capacity();
  }

  /// Whoever waits is the thread that serves this handler's subscription alone: so publishers wait
  /// when its mailbox is full as well. An interrupt ends the waiting, and the oldest gives way.
  private void awaitRoom(Delivery message) {
    boolean waits = bounds.overflow() == Overflow.BLOCK && !message.path().isUrgent();
    try {
      while (waits && isFull() && !isClosed) {
        wait();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean makeRoom(Delivery message) {
    dropped++;
    if (bounds.overflow() == Overflow.DROP_NEWEST && !message.path().isUrgent()) {
      return false;
    }
    for (Iterator<Delivery> old = waiting.iterator(); old.hasNext(); ) {
      if (!old.next().path().isUrgent() || message.path().isUrgent()) {
        old.remove();
        return true;
      }
    }
    return false;
  }

  /// Returns the next message, or null if there is none any more.
  synchronized @Nullable Delivery poll() {
    notifyAll();
    var next = waiting.pollFirst();
    delivered += next == null ? 0 : 1;
    return next;
  }

  /// Whether it is still ready, with a message after the one that was polled.
  synchronized boolean staysReady() {
    isReady = !waiting.isEmpty();
    return isReady;
  }

  /// Returns how many messages gave way.
  synchronized long dropped() {
    return dropped;
  }

  /// Notes that it raised an exception, or took too long.
  synchronized void fails() {
    failed++;
  }

  /// Returns what it has seen so far.
  synchronized HandlerCounters counters() {
    return new HandlerCounters(
        path,
        new SubscriptionCounters(received, delivered, dropped, failed, waiting.size(), highWater));
  }

  /// Ends it: what waits is dropped; returns how many messages that are.
  synchronized int close() {
    int lost = waiting.size();
    isClosed = true;
    notifyAll();
    waiting.clear();
    dropped += lost;
    if (subscription != null) {
      subscription.close();
    }
    return lost;
  }
}
