package dev.terrarium.os;

import dev.terrarium.os.Platform.Kernel;

/// Has threads run after all usual ones: SCHED_BATCH with niceness 19, which needs no privilege.
///
/// What such a thread starts gives way, too. Without CAP_SYS_NICE none of it can be taken back.
public final class GivingWay {
  private static final int NICEST = 19;

  private static final ThreadLocal<Attempt> OWN =
      ThreadLocal.withInitial(() -> thread(Scheduling.threadId()));

  private GivingWay() {}

  /// Whether threads can be had to give way here.
  public static boolean isAvailable() {
    return Platform.current().kernel() == Kernel.LINUX;
  }

  /// Has the current platform thread give way; asks the system only the first time.
  public static Attempt currentThread() {
    return OWN.get();
  }

  /// Has every thread that a process of this user has now give way.
  ///
  /// @return what came of its main thread; others may end meanwhile
  public static Attempt process(long number) {
    Attempt main = thread(number);
    if (main.isGranted()) {
      Threads.of(number).forEach(GivingWay::thread);
    }
    return main;
  }

  private static Attempt thread(long number) {
    Attempt batch = Scheduling.batch(number);
    return batch.isGranted() ? Scheduling.niceness(number, NICEST) : batch;
  }
}
