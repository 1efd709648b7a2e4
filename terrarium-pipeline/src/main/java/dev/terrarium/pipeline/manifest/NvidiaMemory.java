package dev.terrarium.pipeline.manifest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Asks the program that comes with NVIDIA's driver, which prints a line with mebibytes for each
/// GPU.
///
/// It tells of all GPUs of the machine, also of those that `CUDA_VISIBLE_DEVICES` hides.
final class NvidiaMemory implements GpuMemory {
  private static final long MEBIBYTE = 1L << 20;

  private final List<String> command;
  private final Duration limit;

  NvidiaMemory() {
    this(
        List.of("nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits"),
        Duration.ofSeconds(20));
  }

  /// @param command what is run, the program first
  /// @param limit how long it may take
  NvidiaMemory(List<String> command, Duration limit) {
    this.command = command;
    this.limit = limit;
  }

  @Override
  public Answer largest(String kind) {
    if (!"cuda".equals(kind)) {
      return UNKNOWN.largest(kind);
    }
    try {
      var process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
      try {
        process.getOutputStream().close();
        return answer(process);
      } finally {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unknown("was interrupted");
    } catch (IOException | UncheckedIOException e) {
      return unknown("cannot be run: " + e.getMessage());
    }
  }

  /// Waits first and reads then: what it says is a few lines, which a pipe holds.
  private Answer answer(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return unknown("did not answer within " + limit.toSeconds() + " seconds");
    }
    try (var output = process.inputReader()) {
      var largest = largest(output);
      return process.exitValue() == 0 && largest.isPresent()
          ? new Answer.Bytes(largest.getAsLong() * MEBIBYTE)
          : unknown("does not say (exit code " + process.exitValue() + ")");
    }
  }

  private static OptionalLong largest(BufferedReader output) {
    return output
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("[0-9]{1,12}"))
        .mapToLong(Long::parseLong)
        .max();
  }

  private Answer unknown(String what) {
    return new Answer.Unknown(command.getFirst() + " " + what);
  }
}
