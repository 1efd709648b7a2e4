package dev.terrarium.safety;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Those who are told what happens to a robot.
///
/// What happened is noted first, by one thread at a time, and told afterwards, by whichever threads
/// are there: so all listeners hear of everything in one order, and one that does not return keeps
/// nobody else from hearing of it.
final class Audience {
  private final List<Seat> seats = new CopyOnWriteArrayList<>();
  private final Queue<News<?>> undated = new ConcurrentLinkedQueue<>();
  private final Timepiece clock;

  Audience(Timepiece clock) {
    this.clock = clock;
  }

  /// Lets a listener hear of what is noted from here on.
  Registration add(SafetyListener listener) {
    var seat = new Seat(listener, listener.goesFirst()); // Code of others: under no lock.
    add(seat);
    return () -> {
      seat.leave();
      remove(seat);
    };
  }

  private synchronized void add(Seat seat) {
    int before = seats.size();
    if (seat.isFirst()) {
      before = (int) seats.stream().takeWhile(Seat::isFirst).count();
    }
    seats.add(before, seat);
  }

  private synchronized void remove(Seat seat) {
    seats.remove(seat);
  }

  /// Notes a change; the caller holds the lock that orders the robot's changes.
  void changed(RobotId robot, SafetyState from, SafetyState to) {
    note(new News<>(clock, now -> new Transition(robot, from, to, now), SafetyListener::changed));
  }

  /// Tells of a fault.
  void report(RobotId robot, ComponentPath component, Fault fault) {
    note(
        new News<>(
            clock, now -> new FaultReport(robot, component, fault, now), SafetyListener::reported));
    tell();
  }

  private synchronized void note(News<?> news) {
    if (!seats.isEmpty()) {
      undated.add(news);
      seats.forEach(seat -> seat.note(news));
    }
  }

  /// Tells what was noted to everybody whom no other thread is telling at the moment.
  void tell() {
    for (var news = undated.poll(); news != null; news = undated.poll()) {
      var _ = news.stamp();
    }
    seats.forEach(Seat::tell);
  }

  boolean isEmpty() {
    return seats.isEmpty();
  }
}
