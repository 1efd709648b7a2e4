package dev.terrarium.os;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The C library's numbers of what went wrong.
///
/// The JVM's own calls overwrite `errno` between a downcall and the next, so a function that sets
/// it is linked with [#captured], and its handle's first argument is a segment of [#room].
@SuppressWarnings("restricted")
final class Errno {
  private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
  private static final long PLACE = LAYOUT.byteOffset(PathElement.groupElement("errno"));

  private Errno() {}

  /// Returns a function of the C library of at most four arguments that sets `errno`.
  static MethodHandle captured(String name) {
    return Downcalls.libc(name, Linker.Option.captureCallState("errno"));
  }

  /// Makes room for what a call leaves.
  static MemorySegment room(Arena arena) {
    return arena.allocate(LAYOUT);
  }

  /// Returns what the last call with this room has left.
  static int in(MemorySegment room) {
    return room.get(ValueLayout.JAVA_INT, PLACE);
  }

  /// Returns it in the C library's words, such as `Operation not permitted (errno 1)`.
  static String words(int errno) {
    try {
      long text = (long) Functions.STRERROR.invokeExact((long) errno, 0L, 0L, 0L);
      return MemorySegment.ofAddress(text).reinterpret(256).getString(0) + " (errno " + errno + ")";
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Linked when the first refusal is told.
  private static final class Functions {
    static final MethodHandle STRERROR = Downcalls.libc("strerror");
  }
}
