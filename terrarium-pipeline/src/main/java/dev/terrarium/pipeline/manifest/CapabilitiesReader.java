package dev.terrarium.pipeline.manifest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Reads what a node needs of the machine.
final class CapabilitiesReader {
  private static final List<String> GPUS = List.of("cuda", "rocm", "metal", "vulkan", "any");
  private static final List<String> ARCHITECTURES = List.of("x86_64", "aarch64", "arm", "any");

  private CapabilitiesReader() {}

  static Capabilities read(Fields node) {
    return node.object("capabilities")
        .map(CapabilitiesReader::capabilities)
        .orElse(Capabilities.NONE);
  }

  private static Capabilities capabilities(Fields fields) {
    var capabilities =
        new Capabilities(
            fields.object("gpu").flatMap(CapabilitiesReader::gpu),
            fields.object("cpu").map(CapabilitiesReader::cpu),
            fields.atLeast("memory_gb", 0));
    fields.warnOfOthers();
    return capabilities;
  }

  private static Optional<Capabilities.Gpu> gpu(Fields fields) {
    var type = fields.require("type", "one of " + String.join(", ", GPUS)).word("type", GPUS);
    OptionalDouble memory = fields.atLeast("min_memory_gb", 0);
    boolean required = fields.flag("required").orElse(true);
    fields.warnOfOthers();
    return type.map(word -> new Capabilities.Gpu(word, memory, required));
  }

  private static Capabilities.Cpu cpu(Fields fields) {
    OptionalInt cores = fields.wholeAtLeast("cores", 1);
    var arch = fields.word("arch", ARCHITECTURES);
    fields.warnOfOthers();
    return new Capabilities.Cpu(cores, arch);
  }
}
