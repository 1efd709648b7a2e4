package dev.terrarium.control.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a kernel says of itself that matters to a loop; texts are empty where it says nothing.
///
/// @param release such as `6.12.8`
/// @param isPreemptRt whether it is one that real-time threads can interrupt nearly everywhere
/// @param isolated the processors that only those get who ask for them, such as `2-3`
/// @param throttling how much of each time real-time threads may run, `950000/1000000` µs unless
///   somebody changed it; `-1/1000000` without limit
/// @param governor how the first processor's speed is chosen, such as `performance`
public record KernelReport(
    String release, boolean isPreemptRt, String isolated, String throttling, String governor) {
  /// Reads it.
  ///
  /// @param root `/`
  static KernelReport read(Path root) {
    Path settings = root.resolve("proc/sys/kernel");
    Path processors = root.resolve("sys/devices/system/cpu");
    String runtime = text(settings.resolve("sched_rt_runtime_us"));
    return new KernelReport(
        text(settings.resolve("osrelease")),
        text(root.resolve("sys/kernel/realtime")).equals("1")
            || text(settings.resolve("version")).contains("PREEMPT_RT"),
        text(processors.resolve("isolated")),
        runtime.isEmpty() ? "" : runtime + "/" + text(settings.resolve("sched_rt_period_us")),
        text(processors.resolve("cpu0/cpufreq/scaling_governor")));
  }

  /// Returns the processors that run, such as `0-3`; nothing where the kernel does not say.
  ///
  /// @param root `/`
  static String online(Path root) {
    return text(root.resolve("sys/devices/system/cpu/online"));
  }

  /// Returns a sentence that tells it.
  public String words() {
    return "%s, %s, isolated processors: %s, real-time threads run %s µs, governor: %s"
        .formatted(
            known(release),
            isPreemptRt ? "PREEMPT_RT" : "not PREEMPT_RT",
            isolated.isEmpty() ? "none" : isolated,
            known(throttling),
            known(governor));
  }

  private static String known(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  /// Reads a file at once: the kernel gives a setting to the first read alone.
  private static String text(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] room = new byte[4096];
      return new String(room, 0, Math.max(0, stream.read(room)), UTF_8).strip();
    } catch (IOException e) { // Not every kernel tells everything.
      return "";
    }
  }
}
