package dev.terrarium.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The compiled `floor.c`, loaded into this process after libpython.
///
/// It stays loaded until the process ends. Its functions take the GIL themselves, so it may be
/// called with or without.
final class Floor {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final FunctionDescriptor ROW =
      FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
  private static final FunctionDescriptor OPEN =
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);

  private final SymbolLookup symbols;

  private Floor(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /// Loads the library and has it prepare what its rows call; libpython is open with global
  /// visibility by now.
  @SuppressWarnings("restricted")
  static Floor open(Path library, String workload) {
    Floor floor = new Floor(SymbolLookup.libraryLookup(library, Arena.global()));
    MethodHandle open = floor.handle("floor_open", OPEN);
    try (Arena arena = Arena.ofConfined()) {
      int failed = (int) open.invokeExact(arena.allocateFrom(workload));
      if (failed != 0) {
        throw new IllegalStateException("The C side could not prepare its rows.");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return floor;
  }

  /// One function of the floor.
  Work work(String name) {
    return new Work(name, handle(name, ROW));
  }

  @SuppressWarnings("restricted")
  private MethodHandle handle(String name, FunctionDescriptor descriptor) {
    MemorySegment address = symbols.findOrThrow(name);
    return LINKER.downcallHandle(address, descriptor);
  }

  /// A row's work, done by C.
  record Work(String name, MethodHandle handle) {

    /// Does the work this many times.
    ///
    /// @return the nanoseconds for one
    double nanosEach(long count) {
      long nanos;
      try {
        nanos = (long) handle.invokeExact(count);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
      if (nanos < 0) {
        throw new IllegalStateException(name + " had a wrong result.");
      }
      return (double) nanos / count;
    }
  }
}
