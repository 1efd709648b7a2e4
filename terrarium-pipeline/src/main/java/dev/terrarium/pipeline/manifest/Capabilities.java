package dev.terrarium.pipeline.manifest;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a node needs of the machine it runs on.
public record Capabilities(Optional<Gpu> gpu, Optional<Cpu> cpu, OptionalDouble memoryGb) {
  /// Nothing in particular.
  public static final Capabilities NONE =
      new Capabilities(Optional.empty(), Optional.empty(), OptionalDouble.empty());

  /// A graphics processor.
  ///
  /// @param type `cuda`, `rocm`, `metal`, `vulkan` or `any`
  /// @param required whether the node cannot do without
  public record Gpu(String type, OptionalDouble minMemoryGb, boolean required) {}

  /// Processor cores.
  ///
  /// @param arch `x86_64`, `aarch64`, `arm` or `any`
  public record Cpu(OptionalInt cores, Optional<String> arch) {}
}
