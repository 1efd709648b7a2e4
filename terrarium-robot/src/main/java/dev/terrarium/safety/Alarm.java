package dev.terrarium.safety;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Does something later.
interface Alarm {
  void after(Duration time, String name, Runnable work);

  /// One whose every use is a thread of its own.
  static Alarm ofThreads() {
    return (time, name, work) ->
        Threads.start(
            name,
            () -> {
              long start = System.nanoTime();
              long left = Durations.nanos(time);
              while (left > 0) {
                LockSupport.parkNanos(left);
                left = Durations.nanos(time) - (System.nanoTime() - start);
              }
              work.run();
            });
  }
}
