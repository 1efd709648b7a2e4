package dev.terrarium.bus.actuator;

import dev.terrarium.safety.Permit;
import org.jspecify.annotations.Nullable;

/// Who has the driver: one thread at a time, which may take it again while it has it.
///
/// Its monitor is held for a moment at a time, never while the driver is at work.
final class Turn {
  private @Nullable Thread holder;
  private int depth;
  private boolean closed;

  /// Whether the holder was interrupted by the closing, and by nobody before.
  private boolean interrupted;

  /// Waits until the driver is this thread's.
  ///
  /// @return whether it is; it is not where the permit is over or the port is closed
  /// @throws InterruptedException if the thread is interrupted while it waits
  synchronized boolean take(Permit permit) throws InterruptedException {
    var thread = Thread.currentThread();
    while (isOpenTo(permit) && holder != null && !holder.equals(thread)) {
      wait();
    }
    if (!isOpenTo(permit)) {
      return false;
    }
    holder = thread;
    depth++;
    return true;
  }

  private boolean isOpenTo(Permit permit) {
    return !closed && permit.isValid();
  }

  /// Gives the driver back, and forgets the interrupt of a closing, which was meant for the driver.
  synchronized void giveBack() {
    depth--;
    if (depth > 0) {
      return;
    }
    holder = null;
    if (interrupted) {
      var _ = Thread.interrupted();
    }
    notifyAll();
  }

  /// Has those who wait look whether their permits are over.
  synchronized void look() {
    notifyAll();
  }

  /// Lets nobody have it any more, and interrupts whoever does.
  synchronized void close() {
    closed = true;
    if (holder != null && !holder.equals(Thread.currentThread())) {
      interrupted |= !holder.isInterrupted();
      holder.interrupt();
    }
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
