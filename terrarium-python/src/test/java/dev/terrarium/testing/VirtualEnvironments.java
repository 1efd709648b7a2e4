package dev.terrarium.testing;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Virtual environments under `target`, made once and kept until `clean`.
public final class VirtualEnvironments {
  private static final Duration BOUND = Duration.ofMinutes(3);

  private VirtualEnvironments() {}

  /// The program of an environment over `base` that has NumPy; of `base` itself where none can be
  /// made, for example without a network.
  public static Path withNumpy(Installation base) {
    return with(base, base.version().text(), "numpy").orElse(base.executable());
  }

  /// The program of an environment over `base` that has the libraries of tables as well; nothing
  /// where none can be made, for example without a network.
  public static Optional<Path> withTables(Installation base) {
    return with(base, base.version().text() + "-tables", "numpy", "pandas", "pyarrow", "polars");
  }

  private static Optional<Path> with(Installation base, String name, String... packages) {
    Path folder = Path.of("target", "venv", name).toAbsolutePath();
    Path python = folder.resolve("bin").resolve("python");
    Path complete = folder.resolve("numpy-is-installed");
    if (Files.exists(complete)) {
      return Optional.of(python);
    }
    List<String> install =
        new ArrayList<>(
            List.of(
                python.toString(),
                "-m",
                "pip",
                "--quiet",
                "--disable-pip-version-check",
                "install",
                "--only-binary=:all:"));
    install.addAll(List.of(packages));
    boolean made =
        runs(base.executable().toString(), "-m", "venv", "--clear", folder.toString())
            && runs(install.toArray(String[]::new));
    if (!made) {
      return Optional.empty();
    }
    try {
      Files.createFile(complete);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return Optional.of(python);
  }

  private static boolean runs(String... command) {
    return ChildJvm.run(BOUND, command).exit() == 0;
  }
}
