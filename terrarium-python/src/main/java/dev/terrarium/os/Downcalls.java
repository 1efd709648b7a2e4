package dev.terrarium.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/// C functions of integers and pointers, with as few shapes as can be.
///
/// Linking costs milliseconds for each distinct shape and microseconds for each function of a shape
/// already seen. Everything that is not a double is therefore passed as a `long`: the calling
/// conventions of x86-64 and aarch64 leave the upper half of a narrower argument unspecified, and a
/// narrower result is cut to its width by the caller. And a function of fewer than [#LEAST]
/// arguments is called with that many, the others zero: all of them travel in registers, which a
/// function that has no such argument may overwrite and never reads. See
/// `docs/decisions/0007-one-shape-for-most-calls.md`.
@SuppressWarnings("restricted")
public final class Downcalls {
  /// What fits into registers in each calling convention; Windows has no more than four.
  public static final int LEAST = 4;

  private static final Linker LINKER = Linker.nativeLinker();

  private Downcalls() {}

  /// Any function of that many longs, and no fewer than [#LEAST], that gives a long: its address is
  /// the handle's first argument, a segment.
  public static MethodHandle anywhere(int arguments, Linker.Option... options) {
    return LINKER.downcallHandle(longs(arguments), options);
  }

  /// The function at an address, called so.
  public static MethodHandle at(long address, int arguments, Linker.Option... options) {
    return LINKER.downcallHandle(MemorySegment.ofAddress(address), longs(arguments), options);
  }

  /// A function of the C library of at most [#LEAST] arguments, which must be there.
  static MethodHandle libc(String name, Linker.Option... options) {
    return at(LINKER.defaultLookup().findOrThrow(name).address(), LEAST, options);
  }

  /// Whether the C library has a function.
  static boolean has(String name) {
    return LINKER.defaultLookup().find(name).isPresent();
  }

  /// The shape of a function of that many longs.
  public static FunctionDescriptor longs(int arguments) {
    MemoryLayout[] parameters = new MemoryLayout[Math.max(arguments, LEAST)];
    Arrays.fill(parameters, JAVA_LONG);
    return FunctionDescriptor.of(JAVA_LONG, parameters);
  }
}
