package dev.terrarium.safety;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Those who are told what happens to a robot.
///
/// What happened is noted first, by one thread at a time, and told afterwards, by whichever threads
/// are there: so all listeners hear of everything in one order, and one that does not return keeps
/// nobody else from hearing of it.
final class Audience {
  private final List<Seat> seats = new CopyOnWriteArrayList<>();
  private final LongSupplier nanos;

  Audience(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Lets a listener hear of what is noted from here on.
  synchronized Registration add(SafetyListener listener) {
    var seat = new Seat(listener, listener.goesFirst());
    int before = seats.size();
    if (seat.isFirst()) {
      before = (int) seats.stream().takeWhile(Seat::isFirst).count();
    }
    seats.add(before, seat);
    return () -> {
      seat.leave();
      remove(seat);
    };
  }

  private synchronized void remove(Seat seat) {
    seats.remove(seat);
  }

  /// Notes a change; the caller holds the lock that orders the robot's changes.
  void changed(Transition transition) {
    note(listener -> listener.changed(transition));
  }

  /// Tells of a fault.
  void report(RobotId robot, ComponentPath component, Fault fault) {
    var report = new FaultReport(robot, component, fault, nanos.getAsLong());
    note(listener -> listener.reported(report));
    tell();
  }

  private synchronized void note(Consumer<SafetyListener> news) {
    seats.forEach(seat -> seat.note(news));
  }

  /// Tells what was noted to everybody whom no other thread is telling at the moment.
  void tell() {
    seats.forEach(Seat::tell);
  }

  boolean isEmpty() {
    return seats.isEmpty();
  }
}
