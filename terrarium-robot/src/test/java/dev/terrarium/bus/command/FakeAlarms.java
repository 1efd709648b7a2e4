package dev.terrarium.bus.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A clock that stands still until it is told to go on, and calls back when it gets there.
final class FakeAlarms implements Alarms {
  private final List<Due> due = new ArrayList<>();
  private long now;

  private record Due(long at, Runnable call) {}

  @Override
  public synchronized Alarm after(Duration wait, Runnable call) {
    var one = new Due(now + wait.toNanos(), call);
    due.add(one);
    return () -> {
      synchronized (this) {
        due.remove(one);
      }
    };
  }

  synchronized long now() {
    return now;
  }

  synchronized int waiting() {
    return due.size();
  }

  void advance(Duration by) {
    for (Due one : step(by)) {
      one.call.run();
    }
  }

  private synchronized List<Due> step(Duration by) {
    now += by.toNanos();
    List<Due> over = due.stream().filter(one -> one.at <= now).toList();
    due.removeAll(over);
    return over;
  }

  @Override
  public void close() {}
}
