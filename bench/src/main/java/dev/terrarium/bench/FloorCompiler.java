package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Compiles what is measured beside Terrarium in C: `floor.c` against the headers of one CPython,
/// and programs of their own.
final class FloorCompiler {
  private static final List<String> COMPILERS = List.of("cc", "gcc", "clang");

  private final Path folder;

  /// @param folder a temporary folder, the caller's to delete once the library is no longer loaded
  FloorCompiler(Path folder) {
    this.folder = folder;
  }

  FloorBuild build(Installation installation) throws IOException, InterruptedException {
    Optional<Compiler> compiler = compiler();
    if (compiler.isEmpty()) {
      return noCompiler();
    }
    Optional<Path> include = new Headers(folder).find(installation);
    if (include.isEmpty()) {
      return new FloorBuild.Missing(
          "The headers (Python.h) of CPython %s are not installed, so the C side was not measured."
              .formatted(installation.version().text()));
    }
    return compile(compiler.get(), include.get());
  }

  /// Compiles a C program that needs no CPython.
  ///
  /// @param name of the source, without its ending
  FloorBuild program(String name) throws IOException, InterruptedException {
    Optional<Compiler> compiler = compiler();
    if (compiler.isEmpty()) {
      return noCompiler();
    }
    Path executable = folder.resolve(name);
    Command.Output output =
        Command.run(
            compiler.get().name(),
            "-O3",
            "-std=c11",
            "-D_GNU_SOURCE",
            unpacked(name + ".c").toString(),
            "-o",
            executable.toString(),
            "-lpthread");
    return output.exitCode() == 0
        ? new FloorBuild.Built(executable, compiler.get().version())
        : new FloorBuild.Missing(
            "The C side does not compile, so it was not measured: " + output.text().strip());
  }

  private FloorBuild compile(Compiler compiler, Path include)
      throws IOException, InterruptedException {
    Path source = unpacked("floor.c");
    Path _ = unpacked("peers.c"); // which it includes
    Path library = folder.resolve("libfloor.so");
    Command.Output output =
        Command.run(
            compiler.name(),
            "-O3",
            "-std=c11",
            "-D_GNU_SOURCE",
            "-Wno-deprecated-declarations",
            "-shared",
            "-fPIC",
            "-I" + include,
            source.toString(),
            "-o",
            library.toString());
    return output.exitCode() == 0
        ? new FloorBuild.Built(library, compiler.version())
        : new FloorBuild.Missing(
            "The C side does not compile, so it was not measured: " + output.text().strip());
  }

  private static FloorBuild noCompiler() {
    return new FloorBuild.Missing(
        "There is no C compiler (none of %s runs), so the C side was not measured."
            .formatted(String.join(", ", COMPILERS)));
  }

  private Path unpacked(String name) throws IOException {
    Path source = folder.resolve(name);
    try (InputStream text = FloorCompiler.class.getResourceAsStream("/" + name)) {
      if (text == null) {
        throw new IllegalStateException(name + " is not packed in the benchmark's jar");
      }
      Files.copy(text, source);
    }
    return source;
  }

  private static Optional<Compiler> compiler() throws InterruptedException {
    for (String name : COMPILERS) {
      try {
        Command.Output output = Command.run(name, "--version");
        if (output.exitCode() == 0) {
          return Optional.of(new Compiler(name, output.text().lines().findFirst().orElse(name)));
        }
      } catch (IOException _) {
        // Not on this machine: try the next.
      }
    }
    return Optional.empty();
  }

  private record Compiler(String name, String version) {}
}
