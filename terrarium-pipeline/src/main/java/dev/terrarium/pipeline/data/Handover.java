package dev.terrarium.pipeline.data;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A bounded queue with an end, between a program and a node.
///
/// Any thread may call anything. Once ended it takes nothing more, and gives what it still has.
final class Handover {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition news = lock.newCondition();
  private final ArrayDeque<Item> items = new ArrayDeque<>();
  private int capacity;
  private boolean claimed;
  private boolean ended;

  Handover(int capacity) {
    this.capacity = capacity;
  }

  /// Lets the first who asks be the one who uses it; what waits beyond the new capacity stays.
  boolean claim(int newCapacity) {
    lock.lock();
    try {
      if (claimed) {
        return false;
      }
      claimed = true;
      capacity = newCapacity;
      room.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean offer(Item item) {
    lock.lock();
    try {
      return add(item);
    } finally {
      lock.unlock();
    }
  }

  boolean put(Item item, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!ended && items.size() >= capacity && left > 0) {
        left = room.awaitNanos(left);
      }
      return add(item);
    } finally {
      lock.unlock();
    }
  }

  /// Puts an item in however long there is no room; false if there will be none.
  boolean put(Item item) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!ended && items.size() >= capacity) {
        room.await();
      }
      return add(item);
    } finally {
      lock.unlock();
    }
  }

  /// Takes an item; nothing when none came in time or none will come.
  Optional<Item> take(Duration patience) throws InterruptedException {
    return take(patience, false);
  }

  /// Takes an item; when none came in time, that is the end.
  Optional<Item> takeOrEnd(Duration patience) throws InterruptedException {
    return take(patience, true);
  }

  private Optional<Item> take(Duration patience, boolean orEnd) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (items.isEmpty() && !ended && left > 0) {
        left = news.awaitNanos(left);
      }
      if (items.isEmpty() && orEnd) {
        ended = true;
        room.signalAll();
      }
      room.signal();
      return Optional.ofNullable(items.poll());
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      room.signalAll();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void abandon() {
    lock.lock();
    try {
      items.clear();
      end();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return ended && items.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean add(Item item) {
    if (ended || items.size() >= capacity) {
      return false;
    }
    items.add(item);
    news.signal();
    return true;
  }
}
