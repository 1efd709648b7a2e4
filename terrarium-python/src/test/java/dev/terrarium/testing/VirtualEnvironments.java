package dev.terrarium.testing;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Virtual environments under `target`, made once and kept until `clean`.
public final class VirtualEnvironments {
  private static final List<String> INSTALL =
      List.of(
          "--quiet",
          "--disable-pip-version-check",
          "install",
          "--no-compile",
          "--only-binary=:all:");

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

  /// The program of an environment that has the checkers of Python's types and style, of the
  /// versions that were agreed on; nothing where none can be made, for example without a network.
  public static Optional<Path> withCheckers(Installation base) {
    return with(base, base.version().text() + "-checkers", "mypy==2.4.1", "ruff==0.17.6");
  }

  private static Optional<Path> with(Installation base, String name, String... packages) {
    Path folder = Path.of("target", "venv", name).toAbsolutePath();
    Path python = folder.resolve("bin").resolve("python");
    Path complete = folder.resolve("all-is-installed");
    if (Files.exists(complete)) {
      return Optional.of(python);
    }
    if (!isMade(base, folder, python, List.of(packages))) {
      return Optional.empty();
    }
    try {
      Files.createFile(complete);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return Optional.of(python);
  }

  /// By the pip of the base, which saves installing another; by one of its own where the base has
  /// none that can.
  private static boolean isMade(
      Installation base, Path folder, Path python, List<String> packages) {
    List<String> venv = List.of(base.executable().toString(), "-m", "venv", "--clear");
    List<String> install = Stream.concat(INSTALL.stream(), packages.stream()).toList();
    String program = python.toString();
    return runs(venv, List.of("--without-pip", folder.toString()))
            && runs(
                List.of(base.executable().toString(), "-m", "pip", "--python", program), install)
        || runs(venv, List.of(folder.toString())) && runs(List.of(program, "-m", "pip"), install);
  }

  private static boolean runs(List<String> program, List<String> arguments) {
    String[] command = Stream.concat(program.stream(), arguments.stream()).toArray(String[]::new);
    return ChildJvm.run(ChildJvm.PATIENCE, command).exit() == 0;
  }
}
