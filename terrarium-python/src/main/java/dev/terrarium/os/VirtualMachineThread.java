package dev.terrarium.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// Has the thread of the JVM that stops all others run before every usual one, for as long as this
/// is open: whoever else has a priority would wait, in a safepoint, until that thread gets a
/// processor again. It works for microseconds at a time.
///
/// All that are open are of the same thread: it has the priority of the newest, and the last to be
/// closed gives it back.
public final class VirtualMachineThread implements AutoCloseable {
  /// As HotSpot calls it.
  private static final String NAME = "VM Thread";

  private static final ReentrantLock ORDER = new ReentrantLock();

  /// How many hold it; guarded by the lock.
  private static int holders;

  private final Attempt attempt;
  private final long thread;
  private final AtomicBoolean held;

  private VirtualMachineThread(Attempt attempt, long thread) {
    this.attempt = attempt;
    this.thread = thread;
    held = new AtomicBoolean(attempt.isGranted());
  }

  /// Asks for it.
  ///
  /// @param priority of SCHED_FIFO, 1 to 99
  public static VirtualMachineThread hold(int priority) {
    ORDER.lock();
    try {
      OptionalLong thread = thread(Path.of("/proc/self/task"));
      if (thread.isEmpty()) {
        return new VirtualMachineThread(
            Attempt.unavailable(
                "a priority of the JVM's own thread", "it has none of the name " + NAME),
            0);
      }
      var asked =
          new VirtualMachineThread(
              Scheduling.fifo(thread.getAsLong(), priority), thread.getAsLong());
      if (asked.attempt.isGranted()) {
        holders++;
      }
      return asked;
    } finally {
      ORDER.unlock();
    }
  }

  /// Returns what came of asking.
  public Attempt attempt() {
    return attempt;
  }

  /// Has the thread run as usual again, unless somebody else holds it.
  @Override
  public void close() {
    if (!held.compareAndSet(true, false)) {
      return;
    }
    ORDER.lock();
    try {
      holders--;
      if (holders == 0) {
        var _ = Scheduling.usual(thread);
      }
    } finally {
      ORDER.unlock();
    }
  }

  /// Finds it among the threads of a process.
  static OptionalLong thread(Path tasks) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path each : threads) {
        if (NAME.equals(name(each))) {
          return OptionalLong.of(Long.parseLong(each.getFileName().toString()));
        }
      }
    } catch (IOException e) { // There is no /proc.
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip();
    } catch (IOException e) { // It has ended.
      return "";
    }
  }
}
