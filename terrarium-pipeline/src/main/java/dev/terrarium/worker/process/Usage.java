package dev.terrarium.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// What a process uses, as the system tells it to whoever asks: the process itself notices nothing.
///
/// @param memory bytes that it has in memory, those included that it shares
/// @param peak the most that it ever had
/// @param cpuNanos processor time since it was started
record Usage(OptionalLong memory, OptionalLong peak, OptionalLong cpuNanos) {
  static final Usage NONE =
      new Usage(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  private static final int KB = 1 << 10;

  /// Returns what is known of a process; of one that has ended, nothing.
  static Usage of(ProcessHandle process) {
    var status = status(process.pid());
    var cpu = process.info().totalCpuDuration().map(Duration::toNanos);
    return new Usage(
        bytes(status, "VmRSS:"),
        bytes(status, "VmHWM:"),
        cpu.isPresent() ? OptionalLong.of(cpu.get()) : OptionalLong.empty());
  }

  private static List<String> status(long process) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process), "status"));
    } catch (IOException e) {
      return List.of(); // It has ended, or this is a system that does not tell.
    }
  }

  private static OptionalLong bytes(List<String> status, String field) {
    return status.stream()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length(), line.lastIndexOf(' ')).strip())
        .mapToLong(kilobytes -> KB * Long.parseLong(kilobytes))
        .findFirst();
  }
}
