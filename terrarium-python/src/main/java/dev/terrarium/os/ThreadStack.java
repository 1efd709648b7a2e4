package dev.terrarium.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The native stack that the current thread was given.
///
/// CPython up to 3.13 recurses on the C stack without looking at its size: on a thread with one
/// megabyte a deep `repr` ends the process. glibc and musl answer by `pthread_getattr_np`, macOS by
/// `pthread_get_stacksize_np`; where neither is found the size counts as unknown, which callers
/// must treat as small.
@SuppressWarnings("restricted")
public final class ThreadStack {
  /// The size where the system does not say.
  public static final long UNKNOWN = 0;

  /// Bytes enough for every `pthread_attr_t` there is: 56 on Linux x86-64, 64 on aarch64.
  private static final int ATTRIBUTES = 256;

  private ThreadStack() {}

  /// A thread's stack, which grows from its top down to its lowest address.
  public record Extent(long lowest, long size) {
    /// Whether an address lies in it.
    public boolean contains(long address) {
      return address >= lowest && address - lowest < size;
    }
  }

  /// The current platform thread's stack; its size may be [#UNKNOWN].
  public static Extent current() {
    try (Arena arena = Arena.ofConfined()) {
      if (Downcalls.has("pthread_getattr_np")) {
        return fromAttributes(arena);
      }
      if (Downcalls.has("pthread_get_stacksize_np")) {
        long self = self();
        long size = (long) Downcalls.libc("pthread_get_stacksize_np").invokeExact(self, 0L, 0L, 0L);
        long top = (long) Downcalls.libc("pthread_get_stackaddr_np").invokeExact(self, 0L, 0L, 0L);
        return new Extent(top - size, size);
      }
      return new Extent(0, UNKNOWN);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Extent fromAttributes(Arena arena) throws Throwable {
    long attributes = arena.allocate(ATTRIBUTES, Long.BYTES).address();
    MethodHandle get = Downcalls.libc("pthread_getattr_np");
    if ((int) (long) get.invokeExact(self(), attributes, 0L, 0L) != 0) {
      return new Extent(0, UNKNOWN);
    }
    MemorySegment lowest = arena.allocate(JAVA_LONG);
    MemorySegment size = arena.allocate(JAVA_LONG);
    MethodHandle read = Downcalls.libc("pthread_attr_getstack");
    long unread = (long) read.invokeExact(attributes, lowest.address(), size.address(), 0L);
    MethodHandle destroy = Downcalls.libc("pthread_attr_destroy");
    long _ = (long) destroy.invokeExact(attributes, 0L, 0L, 0L);
    return (int) unread == 0
        ? new Extent(lowest.get(JAVA_LONG, 0), size.get(JAVA_LONG, 0))
        : new Extent(0, UNKNOWN);
  }

  private static long self() throws Throwable {
    return (long) Downcalls.libc("pthread_self").invokeExact(0L, 0L, 0L, 0L);
  }
}
