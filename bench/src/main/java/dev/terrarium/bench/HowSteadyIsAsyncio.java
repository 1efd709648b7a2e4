package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// How steady is a loop of Python's own, which a policy and other threads share its interpreter
/// with?
final class HowSteadyIsAsyncio {
  private static final int NO_NUMPY = 3;

  private HowSteadyIsAsyncio() {}

  static void measure(LoopBench bench, LoopRows rows) {
    for (Disturbance disturbance : Disturbance.values()) {
      rows.add(
          "asyncio-" + disturbance.id(),
          "asyncio",
          disturbance.words(),
          () -> measure(bench, disturbance));
    }
  }

  private static Map<String, Object> measure(LoopBench bench, Disturbance disturbance)
      throws IOException, InterruptedException {
    Path file = bench.shared().resolve("times");
    Process process =
        bench
            .python(
                "asyncio_loop.py",
                disturbance.id(),
                bench.folder().toString(),
                String.valueOf(bench.briefly()),
                file.toString())
            .inheritIO()
            .start();
    int exitCode = process.waitFor();
    if (exitCode == NO_NUMPY) {
      return Map.of("missing", "this Python has no NumPy");
    }
    if (exitCode != 0) {
      throw new IOException("asyncio_loop.py ended with exit code " + exitCode);
    }
    return HowSteadyIsC.row(file, bench.briefly());
  }
}
