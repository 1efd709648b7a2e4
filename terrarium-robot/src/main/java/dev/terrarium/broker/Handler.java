package dev.terrarium.broker;

import dev.terrarium.bus.Subscription;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.TopicPath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A Python function that takes the messages of a topic, and those that wait for it.
///
/// When too many wait the oldest gives way, but never one that is urgent to one that is not. Safe
/// to use from any thread.
final class Handler {
  private final long number;
  private final TopicPath path;
  private final int most;
  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private @Nullable Subscription subscription;
  private boolean isReady;
  private boolean isClosed;
  private long dropped;

  /// @param number what Python calls it
  /// @param most how many messages wait
  Handler(long number, TopicPath path, int most) {
    this.number = number;
    this.path = path;
    this.most = most;
  }

  long number() {
    return number;
  }

  /// Returns the name in messages.
  String name() {
    return "the handler of " + path;
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

  /// Takes a message.
  ///
  /// @return whether it was not ready before, and is now
  synchronized boolean offer(Delivery message) {
    if (isClosed || (waiting.size() == most && !makeRoom(message))) {
      return false;
    }
    waiting.addLast(message);
    boolean becameReady = !isReady;
    isReady = true;
    return becameReady;
  }

  private boolean makeRoom(Delivery message) {
    dropped++;
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
    return waiting.pollFirst();
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

  /// Ends it: what waits is dropped.
  synchronized void close() {
    isClosed = true;
    waiting.clear();
    if (subscription != null) {
      subscription.close();
    }
  }
}
