package dev.terrarium.testing;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Virtual environments under `target`, made once and kept until `clean`.
public final class VirtualEnvironments {
  private static final Duration BOUND = Duration.ofMinutes(3);

  private VirtualEnvironments() {}

  /// The program of an environment over `base` that has NumPy; of `base` itself where none can be
  /// made, for example without a network.
  public static Path withNumpy(Installation base) {
    Path folder = Path.of("target", "venv", base.version().text()).toAbsolutePath();
    Path python = folder.resolve("bin").resolve("python");
    Path complete = folder.resolve("numpy-is-installed");
    if (Files.exists(complete)) {
      return python;
    }
    boolean made =
        runs(base.executable().toString(), "-m", "venv", "--clear", folder.toString())
            && runs(
                python.toString(),
                "-m",
                "pip",
                "--quiet",
                "--disable-pip-version-check",
                "install",
                "--only-binary=:all:",
                "numpy");
    if (!made) {
      return base.executable();
    }
    try {
      Files.createFile(complete);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return python;
  }

  private static boolean runs(String... command) {
    return ChildJvm.run(BOUND, command).exit() == 0;
  }
}
