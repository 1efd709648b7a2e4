package dev.terrarium.capi;

import dev.terrarium.os.DynamicLibrary;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The libpython of this process: opened once, before any other class of this room is touched.
///
/// The classes of this room bind their functions when they are initialised, and keep them in static
/// final fields. That is what makes a call as cheap as it is, and why there is one libpython for
/// the life of the process.
public final class LibPython {
  private static @Nullable DynamicLibrary library;
  private static boolean layoutsTrusted;

  private LibPython() {}

  /// Opens libpython with global visibility, so that extension modules find its symbols.
  ///
  /// @param trustLayouts whether objects may be read directly once [Direct] has found its reads
  ///   right
  /// @throws UnsatisfiedLinkError when it cannot be opened, or is no libpython
  /// @throws IllegalStateException when another one is open
  public static synchronized void open(Path path, boolean trustLayouts) {
    if (library != null) {
      if (library.path().equals(path)) {
        return;
      }
      throw new IllegalStateException(
          "this process has opened " + library.path() + " and cannot open " + path + " as well");
    }
    use(DynamicLibrary.openGlobal(path), "is a shared library, but not a libpython", trustLayouts);
  }

  /// Finds the libpython that this process runs on, as a library or within its program.
  ///
  /// @param program the file that the process runs
  /// @param trustLayouts as for [#open]
  /// @throws UnsatisfiedLinkError when the process shows none
  public static synchronized void find(Path program, boolean trustLayouts) {
    use(
        DynamicLibrary.ofProcess(program),
        "does not show the functions of its Python, which a build may hide: use a CPython that shows them, as those of python.org, Debian, pyenv and uv do",
        trustLayouts);
  }

  private static void use(DynamicLibrary opened, String lack, boolean trustLayouts) {
    if (opened.find("Py_GetVersion") == 0 || opened.find("PyGILState_Ensure") == 0) {
      throw new UnsatisfiedLinkError(opened.path() + " " + lack);
    }
    library = opened;
    layoutsTrusted = trustLayouts;
  }

  static synchronized boolean layoutsTrusted() {
    return layoutsTrusted;
  }

  static synchronized DynamicLibrary opened() {
    if (library == null) {
      throw new IllegalStateException("libpython is not open yet");
    }
    return library;
  }
}
