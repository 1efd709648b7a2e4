package dev.terrarium.capi;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.terrarium.os.Downcalls;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Links the functions and data of the open libpython.
///
/// Functions of integers and pointers have the shapes of [Downcalls]: everything is a `long`, and
/// whoever calls a function of fewer than four arguments gives zeros for the others.
///
/// A *leaf* is linked as critical: without leaving the Java state of the thread, four nanoseconds
/// cheaper. It may only be a function that never runs Python code, never blocks and never calls
/// back; anything that may drop the last reference to an object is therefore no leaf, nor is any
/// allocation that may start the collector.
@SuppressWarnings("restricted")
final class Binding {
  static final FunctionDescriptor DOUBLE_OF_LONG = FunctionDescriptor.of(JAVA_DOUBLE, JAVA_LONG);
  static final FunctionDescriptor LONG_OF_DOUBLE = FunctionDescriptor.of(JAVA_LONG, JAVA_DOUBLE);

  private static final Linker LINKER = Linker.nativeLinker();

  private Binding() {}

  /// A function of that many longs that gives a long, as any call may be made.
  static MethodHandle function(String name, int arguments) {
    return link(name, Downcalls.longs(arguments));
  }

  /// A function of that many longs that gives a long, as a leaf.
  static MethodHandle leaf(String name, int arguments) {
    return leaf(name, Downcalls.longs(arguments));
  }

  /// A function of any shape, as a leaf.
  static MethodHandle leaf(String name, FunctionDescriptor shape) {
    return link(name, shape, Linker.Option.critical(false));
  }

  /// A function at a known address, such as one found in a table that a capsule carries.
  static MethodHandle at(long address, int arguments) {
    return Downcalls.at(address, arguments);
  }

  /// Any function of that many longs: its address is the handle's first argument, a segment.
  static MethodHandle anywhere(int arguments) {
    return Downcalls.anywhere(arguments);
  }

  static MethodHandle link(String name, FunctionDescriptor shape, Linker.Option... options) {
    long address = LibPython.opened().find(name);
    return address == 0
        ? absent(name, shape)
        : LINKER.downcallHandle(MemorySegment.ofAddress(address), shape, options);
  }

  /// Whether this libpython has a function.
  static boolean has(String name) {
    return LibPython.opened().find(name) != 0;
  }

  /// The address of a data symbol that is the object itself.
  static long object(String name) {
    long address = LibPython.opened().find(name);
    if (address == 0) {
      throw new UnsatisfiedLinkError(name + " is not in " + LibPython.opened().path());
    }
    return address;
  }

  /// The content of a data symbol that points to the object.
  static long pointer(String name) {
    return Memory.getLong(object(name));
  }

  /// What a failed call amounts to: an absent function's sentence, the end of the stack or of the
  /// memory as itself, or a bug of ours.
  static RuntimeException failed(Throwable failure) {
    if (failure instanceof UnsupportedOperationException absent) {
      return absent;
    }
    if (failure instanceof VirtualMachineError exhausted) {
      throw exhausted;
    }
    throw new AssertionError("a call into libpython failed before it was made", failure);
  }

  /// A handle of the usual shape that throws a sentence, so that one jar serves every CPython.
  private static MethodHandle absent(String name, FunctionDescriptor shape) {
    MethodType type = shape.toMethodType();
    if (!type.equals(Downcalls.longs(Downcalls.LEAST).toMethodType())) {
      throw new UnsatisfiedLinkError(name + " is not in " + LibPython.opened().path());
    }
    try {
      return MethodHandles.lookup()
          .findVirtual(Absent.class, "call", type)
          .bindTo(new Absent(name));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("the method below is gone", impossible);
    }
  }

  /// What stands in the place of a function that this libpython has not.
  private record Absent(String name) {
    @SuppressWarnings({"DoNotCallSuggester", "UnusedMethod", "UnusedVariable"}) // By a handle.
    long call(long first, long second, long third, long fourth) {
      throw new UnsupportedOperationException(
          "CPython " + Version.TEXT + " has no function " + name);
    }
  }
}
