package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.manifest.GpuMemory.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Holds the graphics processor that a node asks for against those of the machine.
final class GpuCheck {
  private static final double BYTES_PER_GB = 1L << 30;

  private final Machine machine;
  private final Findings findings;

  GpuCheck(Machine machine, Findings findings) {
    this.machine = machine;
    this.findings = findings;
  }

  /// @param path of the wish
  void check(String path, Capabilities.Gpu gpu) {
    boolean any = "any".equals(gpu.type());
    var need = any ? "a GPU" : "a " + gpu.type() + " GPU";
    var kinds = machine.gpus().stream().filter(kind -> any || kind.equals(gpu.type())).toList();
    if (kinds.isEmpty()) {
      report(path, gpu, need + ", which this machine does not have");
      return;
    }
    gpu.minMemoryGb()
        .ifPresent(minimum ->
            lack(kinds, minimum)
                .ifPresent(lack ->
                    report(
                        path + ".min_memory_gb",
                        gpu,
                        need + " with " + minimum + " GB of memory" + lack)));
  }

  private void report(String path, Capabilities.Gpu gpu, String what) {
    if (gpu.required()) {
      findings.fault(path, "needs " + what);
    } else {
      findings.warning(path, "would like " + what);
    }
  }

  /// Returns what is there in place of one with so much memory; nothing if there is such a one.
  private Optional<String> lack(List<String> kinds, double minimum) {
    var answers = kinds.stream().map(machine.gpuMemory()::largest).toList();
    var largest = largest(answers);
    if (largest.isPresent() && largest.getAsDouble() >= minimum) {
      return Optional.empty();
    }
    var unknown =
        answers.stream()
            .filter(Answer.Unknown.class::isInstance)
            .map(answer -> ((Answer.Unknown) answer).reason())
            .collect(Collectors.joining("; "));
    return Optional.of(
        unknown.isEmpty()
            ? String.format(Locale.ROOT, ", the largest has %.2f", largest.orElse(0))
            : ", which cannot be told: " + unknown);
  }

  private static OptionalDouble largest(List<Answer> answers) {
    return answers.stream()
        .mapToDouble(answer ->
            switch (answer) {
              case Answer.Bytes(var count) -> count / BYTES_PER_GB;
              case Answer.Unknown _ -> -1;
            })
        .filter(memory -> memory >= 0)
        .max();
  }
}
