package dev.terrarium.python;

import dev.terrarium.capi.Memory;

/// A copy of this process that Python has forked, in which the JVM has no threads but one.
///
/// Python refuses to fork by itself; `subprocess` does, and runs what it was given as `preexec_fn`
/// before it becomes another program. Java must not run there: it would wait for a thread that does
/// not exist.
final class ForkedChild {
  /// The address of a byte that Python sets in children. In native memory, as a child must be known
  /// without asking Java.
  static final long MARK = Memory.allocateForever(1);

  private ForkedChild() {}

  /// Throws in a child.
  static void refuse() {
    if (Memory.getByte(MARK) != 0) {
      throw new IllegalStateException(
          "a forked child has no JVM: call nothing of Java between fork and exec, as in preexec_fn");
    }
  }
}
