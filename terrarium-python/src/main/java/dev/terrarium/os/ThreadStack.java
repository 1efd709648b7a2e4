package dev.terrarium.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
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

  private static final Linker LINKER = Linker.nativeLinker();

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
    SymbolLookup libc = LINKER.defaultLookup();
    try (Arena arena = Arena.ofConfined()) {
      if (libc.find("pthread_getattr_np").isPresent()) {
        return fromAttributes(libc, arena);
      }
      if (libc.find("pthread_get_stacksize_np").isPresent()) {
        long size = (long) handle(libc, "pthread_get_stacksize_np", 1).invokeExact(self(libc));
        long top = (long) handle(libc, "pthread_get_stackaddr_np", 1).invokeExact(self(libc));
        return new Extent(top - size, size);
      }
      return new Extent(0, UNKNOWN);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Extent fromAttributes(SymbolLookup libc, Arena arena) throws Throwable {
    MemorySegment attributes = arena.allocate(ATTRIBUTES, Long.BYTES);
    MethodHandle get =
        LINKER.downcallHandle(
            libc.findOrThrow("pthread_getattr_np"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));
    if ((int) get.invokeExact(self(libc), attributes) != 0) {
      return new Extent(0, UNKNOWN);
    }
    MemorySegment lowest = arena.allocate(JAVA_LONG);
    MemorySegment size = arena.allocate(JAVA_LONG);
    MethodHandle read =
        LINKER.downcallHandle(
            libc.findOrThrow("pthread_attr_getstack"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    int unread = (int) read.invokeExact(attributes, lowest, size);
    long _ = (long) handle(libc, "pthread_attr_destroy", 1).invokeExact(attributes.address());
    return unread == 0
        ? new Extent(lowest.get(JAVA_LONG, 0), size.get(JAVA_LONG, 0))
        : new Extent(0, UNKNOWN);
  }

  private static long self(SymbolLookup libc) throws Throwable {
    return (long) handle(libc, "pthread_self", 0).invokeExact();
  }

  private static MethodHandle handle(SymbolLookup libc, String name, int arguments) {
    FunctionDescriptor shape =
        arguments == 0
            ? FunctionDescriptor.of(JAVA_LONG)
            : FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
    return LINKER.downcallHandle(libc.findOrThrow(name), shape);
  }
}
