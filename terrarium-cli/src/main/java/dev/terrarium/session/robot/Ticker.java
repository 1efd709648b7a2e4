package dev.terrarium.session.robot;

import java.util.concurrent.locks.LockSupport;

/// A clock that can be waited for.
interface Ticker {
  /// The clock of the system.
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void await(long moment) throws InterruptedException {
          for (long left = moment - nanos(); left > 0; left = moment - nanos()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
              throw new InterruptedException();
            }
          }
        }
      };

  /// Returns nanoseconds since some moment.
  long nanos();

  /// Waits until a moment of [#nanos()]; not at all for one that is past.
  void await(long moment) throws InterruptedException;
}
