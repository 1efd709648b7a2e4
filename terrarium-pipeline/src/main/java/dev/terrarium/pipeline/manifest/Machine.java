package dev.terrarium.pipeline.manifest;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the machine has to offer a node.
///
/// @param cores processor cores that this process may use
/// @param memoryBytes memory that this process may use
/// @param arch `x86_64`, `aarch64` or another name of the processor's architecture
/// @param gpus the kinds of graphics processor there are, such as `cuda`
/// @param gpuMemory tells of their memory, when a node asks for some
public record Machine(
    int cores, long memoryBytes, String arch, List<String> gpus, GpuMemory gpuMemory) {
  public Machine {
    gpus = List.copyOf(gpus);
  }

  /// Makes one whose graphics processors have a memory that nobody knows.
  public Machine(int cores, long memoryBytes, String arch, List<String> gpus) {
    this(cores, memoryBytes, arch, gpus, GpuMemory.UNKNOWN);
  }

  /// Looks at the machine this runs on.
  public static Machine current() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    long memory =
        system instanceof com.sun.management.OperatingSystemMXBean details
            ? details.getTotalMemorySize()
            : Runtime.getRuntime().maxMemory();
    var arch = "amd64".equals(system.getArch()) ? "x86_64" : system.getArch();
    return new Machine(
        system.getAvailableProcessors(), memory, arch, gpusThere(), new NvidiaMemory());
  }

  private static List<String> gpusThere() {
    var gpus = new ArrayList<String>();
    if (Files.exists(Path.of("/dev/nvidia0"))) {
      gpus.add("cuda");
    }
    if (Files.exists(Path.of("/dev/kfd"))) {
      gpus.add("rocm");
    }
    return gpus;
  }
}
