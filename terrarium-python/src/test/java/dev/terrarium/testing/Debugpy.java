package dev.terrarium.testing;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The debugger's package under `target`, installed once for each version of Python.
public final class Debugpy {
  private Debugpy() {}

  /// The folder to put on `sys.path`; empty where it cannot be had, for example without a network.
  public static Optional<Path> folder(Installation installation) {
    String version = "3." + installation.version().minor();
    Path folder = Path.of("target", "debugpy", version).toAbsolutePath();
    Path complete = folder.resolve("debugpy-is-installed");
    if (!Files.exists(complete) && !isInstalled(version, folder)) {
      return Optional.empty();
    }
    try {
      Files.writeString(complete, "");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return Optional.of(folder);
  }

  /// The bundled Python has no pip, so that of any other does it.
  private static boolean isInstalled(String version, Path folder) {
    for (Installation pip : Interpreters.installed()) {
      String[] command = {
        pip.executable().toString(),
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "install",
        "--no-compile",
        "--only-binary=:all:",
        "--python-version",
        version,
        "--target",
        folder.toString(),
        "debugpy"
      };
      if (ChildJvm.run(ChildJvm.PATIENCE, command).exit() == 0) {
        return true;
      }
    }
    return false;
  }
}
