package dev.terrarium.python.convert;

import dev.terrarium.capi.Macros;
import java.io.File;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// `pathlib.Path` and java.nio.file.Path of this system's files, by their text. Needs the GIL.
///
/// Each side spells a path its way: pathlib drops `.` steps, which Java keeps.
final class Paths {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final Kept type = new Kept("pathlib", "Path");
  private final Kept pure = new Kept("pathlib", WINDOWS ? "PureWindowsPath" : "PurePosixPath");

  /// Whether a path means a file of this system, and not one in an archive, say.
  static boolean isOfThisSystem(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault());
  }

  /// A new reference.
  long of(Path path, Boundary boundary) {
    long text = Text.of(path.toString());
    try {
      return Attributes.call(boundary, "Python refuses it", type.get(boundary), text);
    } finally {
      Macros.Py_DECREF(text);
    }
  }

  void expect(KnownClasses classes) {
    String name = WINDOWS ? "WindowsPath" : "PosixPath";
    classes.expect(name, "pathlib", name, Paths::value);
  }

  Object read(FromPython from, long object) {
    if (!pure.isTypeOf(object, from.boundary)) {
      throw from.mismatch("pathlib.Path", object);
    }
    return value(from, object);
  }

  private static Path value(FromPython from, long path) {
    long text = Attributes.callMethod(from.boundary, path, "__fspath__");
    try {
      return Path.of(Scalars.text(from, text));
    } catch (InvalidPathException wrong) {
      throw new Mismatch(
          "%s is no path in Java: %s".formatted(from.describe(path), wrong.getReason()));
    } finally {
      Macros.Py_DECREF(text);
    }
  }
}
