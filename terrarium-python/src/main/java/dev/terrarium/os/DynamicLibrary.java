package dev.terrarium.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// A shared library in this process, opened with a visibility of the caller's choice.
///
/// `SymbolLookup.libraryLookup` opens a library for itself alone. CPython's extension modules
/// expect the interpreter's symbols to be global, so that they can be found without naming the
/// library. A library stays open for the life of the process: code and data in it are referred to
/// from everywhere.
@SuppressWarnings("restricted")
public final class DynamicLibrary {
  private static final int RTLD_LAZY = 1;
  private static final int RTLD_NOW = 2;
  private static final int RTLD_GLOBAL =
      Platform.current().kernel() == Platform.Kernel.MACOS ? 0x8 : 0x100;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle DLOPEN =
      libc("dlopen", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT));
  private static final MethodHandle DLSYM =
      libc("dlsym", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS));
  private static final MethodHandle DLERROR = libc("dlerror", FunctionDescriptor.of(JAVA_LONG));

  private final Path path;
  private final long handle;

  private DynamicLibrary(Path path, long handle) {
    this.path = path;
    this.handle = handle;
  }

  /// Opens a library whose symbols every library opened later can use.
  ///
  /// @throws UnsatisfiedLinkError with the loader's own words when it cannot be opened
  public static DynamicLibrary openGlobal(Path path) {
    return open(path, RTLD_NOW | RTLD_GLOBAL);
  }

  /// Opens a library for its own symbols alone, binding each function when it is first called.
  ///
  /// @throws UnsatisfiedLinkError with the loader's own words when it cannot be opened
  public static DynamicLibrary openLocal(Path path) {
    return open(path, RTLD_LAZY);
  }

  private static DynamicLibrary open(Path path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      long handle =
          (long) DLOPEN.invokeExact(arena.allocateFrom(path.toAbsolutePath().toString()), flags);
      if (handle == 0) {
        throw new UnsatisfiedLinkError(lastError());
      }
      return new DynamicLibrary(path, handle);
    } catch (UnsatisfiedLinkError error) {
      throw error;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// The file that was opened.
  public Path path() {
    return path;
  }

  /// The address of a symbol, or 0 where the library has none of that name.
  public long find(String symbol) {
    try (Arena arena = Arena.ofConfined()) {
      return (long) DLSYM.invokeExact(handle, arena.allocateFrom(symbol));
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String lastError() throws Throwable {
    long text = (long) DLERROR.invokeExact();
    return text == 0
        ? "the loader gave no reason"
        : MemorySegment.ofAddress(text).reinterpret(4096).getString(0);
  }

  private static MethodHandle libc(String name, FunctionDescriptor shape) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape);
  }
}
