package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What Linux says of the processor.
final class Processor {
  private static final Path FILE = Path.of("/proc/cpuinfo");

  private Processor() {}

  /// Its name, or "unknown".
  static String name() {
    return field("model name").orElse("unknown");
  }

  /// Whether it has AVX-512. Compiled Java that uses it calls into C with the upper halves of the
  /// vector registers in use, and CPython's SSE instructions then wait a hundred nanoseconds each.
  static boolean hasAvx512() {
    return field("flags").filter(flags -> flags.contains(" avx512f ")).isPresent();
  }

  private static Optional<String> field(String name) {
    try {
      return Files.readString(FILE)
          .lines()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
