package dev.terrarium.os;

import java.lang.foreign.Arena;
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
  private static final long RTLD_DEFAULT =
      Platform.current().kernel() == Platform.Kernel.MACOS ? -2 : 0;

  private static final MethodHandle DLOPEN = Downcalls.libc("dlopen");
  private static final MethodHandle DLSYM = Downcalls.libc("dlsym");
  private static final MethodHandle DLERROR = Downcalls.libc("dlerror");

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

  /// All that is loaded into this process with global visibility, its program among it.
  ///
  /// @param program the file that the process runs
  public static DynamicLibrary ofProcess(Path program) {
    return new DynamicLibrary(program, RTLD_DEFAULT);
  }

  private static DynamicLibrary open(Path path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toAbsolutePath().toString()).address();
      long handle = (long) DLOPEN.invokeExact(name, (long) flags, 0L, 0L);
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
      return (long) DLSYM.invokeExact(handle, arena.allocateFrom(symbol).address(), 0L, 0L);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String lastError() throws Throwable {
    long text = (long) DLERROR.invokeExact(0L, 0L, 0L, 0L);
    return text == 0
        ? "the loader gave no reason"
        : MemorySegment.ofAddress(text).reinterpret(4096).getString(0);
  }
}
