package dev.terrarium.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.terrarium.os.Platform.Processor;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// How far the stack of the current thread reaches now.
///
/// No C library has a function that says so in a few nanoseconds. So the two instructions that do
/// are put into a page of memory, which is then made executable and never writable again: what the
/// JVM itself does for all code that it compiles. Where that is refused, or on another processor,
/// stacks count as endless.
@SuppressWarnings("restricted")
public final class StackPointer {
  /// The answer where it is not known: above the end of any stack.
  public static final long UNKNOWN = Long.MAX_VALUE;

  /// A multiple of every size of pages there is.
  private static final long PAGE = 1L << 16;

  /// So much that the C library takes it from the system, not from among what others use.
  private static final long BLOCK = 1L << 19;

  /// `PROT_READ | PROT_EXEC`.
  private static final long READ_AND_EXECUTE = 5;

  private static final MethodHandle GET = known();

  private StackPointer() {}

  /// An address just below what is in use of the current thread's stack, or [#UNKNOWN].
  public static long get() {
    try {
      return (long) GET.invokeExact();
    } catch (StackOverflowError atTheEnd) {
      return 0;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// A handle whose answer lies in this thread's stack, or one that does not know.
  private static MethodHandle known() {
    MethodHandle unknown = MethodHandles.constant(long.class, UNKNOWN);
    byte[] code = code(Platform.current().processor());
    ThreadStack.Extent stack = ThreadStack.current();
    if (code.length == 0 || stack.size() == ThreadStack.UNKNOWN) {
      return unknown;
    }
    try {
      long page = executable(code);
      if (page == 0) {
        return unknown;
      }
      MethodHandle get =
          Linker.nativeLinker()
              .downcallHandle(
                  MemorySegment.ofAddress(page),
                  FunctionDescriptor.of(JAVA_LONG), // Its own shape: every crossing calls it.
                  Linker.Option.critical(false));
      return stack.contains((long) get.invokeExact()) ? get : unknown;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// `long sp(void) { return <stack pointer>; }`
  private static byte[] code(Processor processor) {
    return switch (processor) {
      case X86_64 -> new byte[] {0x48, (byte) 0x89, (byte) 0xE0, (byte) 0xC3}; // mov rax, rsp; ret
      case ARM64 -> // mov x0, sp; ret
          new byte[] {(byte) 0xE0, 0x03, 0x00, (byte) 0x91, (byte) 0xC0, 0x03, 0x5F, (byte) 0xD6};
      case OTHER -> new byte[0];
    };
  }

  /// The address of the code in a page of its own, which lives for ever; 0 where there can be none.
  private static long executable(byte[] code) throws Throwable {
    if (!Downcalls.has("aligned_alloc") || !Downcalls.has("mprotect")) {
      return 0;
    }
    long page = (long) Downcalls.libc("aligned_alloc").invokeExact(PAGE, BLOCK, 0L, 0L);
    if (page == 0) {
      return 0;
    }
    MemorySegment.copy(
        code, 0, MemorySegment.ofAddress(page).reinterpret(code.length), JAVA_BYTE, 0, code.length);
    MethodHandle protect = Downcalls.libc("mprotect");
    return (int) (long) protect.invokeExact(page, PAGE, READ_AND_EXECUTE, 0L) == 0 ? page : 0;
  }
}
