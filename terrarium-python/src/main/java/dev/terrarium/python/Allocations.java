package dev.terrarium.python;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where what is alive was made, while somebody wants to know.
///
/// Off, which is usual, it costs one field's test for each thing made. On, each thing keeps the
/// stack it was made on, some microseconds and a kilobyte. One table for the process, since arrays
/// belong to no interpreter. Safe to use from any thread.
final class Allocations {
  /// What was forgotten is remembered up to this many times, so that a program that forgets each
  /// time cannot fill the memory by being watched.
  private static final int MOST_FORGOTTEN = 10_000;

  private static final int MOST_FRAMES = 64;
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /// What is alive or was forgotten, and which of them; one table, so that who reports while
  /// something is forgotten sees it as one or the other.
  private static final Map<Allocation, LeakReport.Kind> NOTED = new ConcurrentHashMap<>();

  private static final AtomicInteger FORGOTTEN = new AtomicInteger();
  private static final AtomicInteger TRACKERS = new AtomicInteger();

  private static volatile boolean tracked;

  private Allocations() {}

  /// One thing that was made: its identity is the entry's.
  static final class Allocation {
    final LeakReport.Kind kind;
    final String what;
    final String thread;
    private final List<StackWalker.StackFrame> frames;
    private final StackTraceElement[] ofOwner;

    private Allocation(LeakReport.Kind kind, String what, @Nullable Thread owner) {
      this.kind = kind;
      this.what = what;
      Thread here = Thread.currentThread();
      Thread user = owner == null ? here : owner;
      this.thread = user.getName();
      this.ofOwner = user.equals(here) ? new StackTraceElement[0] : user.getStackTrace();
      this.frames = WALKER.walk(Allocation::callers);
    }

    private static List<StackWalker.StackFrame> callers(Stream<StackWalker.StackFrame> stack) {
      return stack
          .dropWhile(frame -> isOurs(frame.getDeclaringClass()))
          .limit(MOST_FRAMES)
          .toList();
    }

    /// The frames of the user who made it. One whose region is relayed waits while it is made on
    /// the carrier, so that its own stack is the place.
    List<StackTraceElement> stack() {
      if (ofOwner.length > 0 && frames.stream().allMatch(Allocation::isOfTheCarrier)) {
        return Arrays.stream(ofOwner)
            .dropWhile(frame -> !isOurs(frame))
            .dropWhile(Allocation::isOurs)
            .toList();
      }
      return frames.stream().map(StackWalker.StackFrame::toStackTraceElement).toList();
    }

    private static boolean isOurs(Class<?> type) {
      return Allocations.class.getProtectionDomain().equals(type.getProtectionDomain());
    }

    private static boolean isOfTheCarrier(StackWalker.StackFrame frame) {
      return isOurs(frame.getDeclaringClass()) || frame.getDeclaringClass() == Thread.class;
    }

    private static boolean isOurs(StackTraceElement frame) {
      return frame.getClassName().startsWith("dev.terrarium.python.");
    }
  }

  /// Begins to track, or ends one who did; it stays on while anybody tracks.
  static synchronized void track(boolean on) {
    int trackers = on ? TRACKERS.incrementAndGet() : TRACKERS.decrementAndGet();
    if (trackers < 0) {
      TRACKERS.incrementAndGet();
      throw new IllegalStateException(
          "allocations are not tracked: end what trackAllocations(true) has begun");
    }
    tracked = trackers > 0;
    if (!tracked) {
      NOTED.clear();
      FORGOTTEN.set(0);
    }
  }

  /// Whether anybody wants to know.
  static boolean areTracked() {
    return tracked;
  }

  /// Notes something that was made just now, by those who call; null while nobody wants to know.
  ///
  /// @param owner whose work it is, where that may be another thread
  static @Nullable Allocation made(LeakReport.Kind kind, String what, @Nullable Thread owner) {
    if (!tracked) {
      return null;
    }
    Allocation allocation = new Allocation(kind, what, owner);
    NOTED.put(allocation, kind);
    return allocation;
  }

  /// Notes the end of something that was noted.
  static void ended(@Nullable Allocation allocation) {
    if (allocation != null) {
      NOTED.remove(allocation);
    }
  }

  /// Notes that the collector had to close what its user had not.
  static void forgotten(@Nullable Allocation allocation) {
    if (allocation == null) {
      return;
    }
    boolean isRemembered =
        allocation.kind == LeakReport.Kind.REFERENCE && FORGOTTEN.get() < MOST_FORGOTTEN;
    if (!isRemembered) {
      NOTED.remove(allocation);
    } else if (NOTED.replace(allocation, LeakReport.Kind.FORGOTTEN) != null) {
      FORGOTTEN.incrementAndGet();
    }
  }

  /// What is alive, and what was forgotten since tracking began.
  static LeakReport report() {
    LeakReport.Builder report = new LeakReport.Builder();
    NOTED.forEach((each, kind) -> report.add(kind, each));
    return report.build();
  }
}
