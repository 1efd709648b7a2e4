package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What Linux says of the processor.
final class Processor {
  private static final Path FILE = Path.of("/proc/cpuinfo");

  private static final Path TIMES = Path.of("/proc/stat");

  /// The place of stolen time behind the word `cpu`, which are ticks of 10 ms.
  private static final int STEAL = 8;

  private static final long MILLIS_PER_TICK = 10;

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

  /// How long, since the system began, others on the host of this virtual machine had processors
  /// that it wanted, ms, of all processors together; 0 where that is not told.
  static long stolenMillis() {
    try {
      String[] sums = Files.readString(TIMES).split("\\s+", STEAL + 2);
      return Long.parseLong(sums[STEAL]) * MILLIS_PER_TICK;
    } catch (IOException _) {
      return 0;
    }
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
