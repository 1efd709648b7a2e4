package dev.terrarium.python;

import dev.terrarium.capi.Memory;
import org.jspecify.annotations.Nullable;

/// A copy of this process that Python has forked, in which the JVM has no threads but one.
///
/// Python refuses to fork by itself; `subprocess` does, and runs what it was given as `preexec_fn`
/// before it becomes another program. Java must not run there: it would wait for a thread that does
/// not exist.
final class ForkedChild {
  /// The address of a byte that Python sets in children: they must be known without asking Java.
  /// Written once, while the interpreter starts.
  private static long mark = Memory.allocateForever(1);

  /// Keeps that byte in its place for ever.
  @SuppressWarnings("unused") // It is there to be kept.
  private static @Nullable PyMemory kept;

  private ForkedChild() {}

  /// Learns where Python sets its mark.
  static void watch(Gil gil) {
    long bytes = gil.importModule("terrarium._forks").attr("child_mark").newReference();
    PyMemory memory = PyMemory.of(gil.attachment, bytes);
    kept = memory;
    mark = memory.address();
  }

  /// Throws in a child.
  static void refuse() {
    if (Memory.getByte(mark) != 0) {
      throw new IllegalStateException(
          "a forked child has no JVM: call nothing of Java between fork and exec, as in preexec_fn");
    }
  }
}
