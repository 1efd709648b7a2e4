package dev.terrarium.os;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Has the thread of the JVM that stops all others run before every usual one, for as long as this
/// is open: whoever else has a priority would wait, in a safepoint, until that thread gets a
/// processor again. It works for microseconds at a time.
///
/// All that are open are of the same thread: it has the highest priority that was asked for since
/// the first, and the last to be closed gives it back.
public final class VirtualMachineThread implements AutoCloseable {
  /// As HotSpot calls it.
  static final String NAME = "VM Thread";

  private static final Holders HOLDERS = new Holders();

  /// Guarded by the holders.
  private static int highest;

  private final Holders.Holder holder;
  private final long thread;

  private VirtualMachineThread(Holders.Holder holder, long thread) {
    this.holder = holder;
    this.thread = thread;
  }

  /// Asks for it.
  ///
  /// @param priority of SCHED_FIFO, 1 to 99
  public static VirtualMachineThread hold(int priority) {
    OptionalLong thread = thread(Threads.OWN);
    return new VirtualMachineThread(
        HOLDERS.add(() ->
            thread.isPresent()
                ? ask(thread.getAsLong(), priority)
                : Attempt.unavailable(
                    "a priority of the JVM's own thread", "it has none of the name " + NAME)),
        thread.orElse(0));
  }

  private static Attempt ask(long thread, int priority) {
    highest = HOLDERS.areThere() ? Math.max(highest, priority) : priority;
    return Scheduling.fifo(thread, highest);
  }

  /// Returns what came of asking.
  public Attempt attempt() {
    return holder.attempt();
  }

  /// Has the thread run as usual again, unless somebody else holds it.
  @Override
  public void close() {
    HOLDERS.remove(
        holder,
        () -> {
          var _ = Scheduling.usual(thread);
        });
  }

  /// Finds it among the threads of a process.
  static OptionalLong thread(Path tasks) {
    return Threads.named(tasks, List.of(NAME)).stream().mapToLong(Long::longValue).findFirst();
  }
}
