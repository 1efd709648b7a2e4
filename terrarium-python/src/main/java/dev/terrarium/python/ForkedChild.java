package dev.terrarium.python;

import dev.terrarium.capi.Upcalls;
import org.jspecify.annotations.Nullable;

/// A copy of this process that Python has forked, in which the JVM has no threads but one.
///
/// Python refuses to fork by itself; `subprocess` does, and runs what it was given as `preexec_fn`
/// before it becomes another program. Java must not run there: it would wait for a thread that does
/// not exist.
final class ForkedChild {
  /// Keeps the byte in its place for ever that says where the JVM is.
  @SuppressWarnings("unused") // It is there to be kept.
  private static @Nullable PyMemory kept;

  private ForkedChild() {}

  /// Learns where Python tells of children.
  static void watch(Gil gil) {
    long bytes = gil.importModule("terrarium._forks").attr("presence").newReference();
    PyMemory memory = PyMemory.of(gil.attachment, bytes);
    kept = memory;
    Upcalls.setPresence(memory.address());
  }

  /// Throws in a child.
  static void refuse() {
    if (Upcalls.areInChild()) {
      throw new IllegalStateException(
          "a forked child has no JVM: call nothing of Java between fork and exec, as in preexec_fn");
    }
  }
}
