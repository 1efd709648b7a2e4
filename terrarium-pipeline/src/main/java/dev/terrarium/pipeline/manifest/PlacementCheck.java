package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Values;

/// Holds what a node needs against what the machine has.
final class PlacementCheck {
  private static final double BYTES_PER_GB = 1L << 30;
  private static final int FAR_MORE = 4;

  private final Machine machine;
  private final Findings findings;

  PlacementCheck(Machine machine, Findings findings) {
    this.machine = machine;
    this.findings = findings;
  }

  void check(NodeDraft node) {
    checkWorkers(node);
    var path = node.path() + ".capabilities";
    var needs = node.capabilities();
    needs.gpu().ifPresent(gpu -> new GpuCheck(machine, findings).check(path + ".gpu", gpu));
    needs.cpu().ifPresent(cpu -> checkCpu(path + ".cpu", cpu));
    needs
        .memoryGb()
        .ifPresent(memory -> {
          double there = machine.memoryBytes() / BYTES_PER_GB;
          if (memory > there) {
            findings.fault(
                path + ".memory_gb",
                "needs %s GB of memory, there are %s"
                    .formatted(Values.plain(memory), Values.plain(Math.round(there * 10) / 10.0)));
          }
        });
  }

  private void checkWorkers(NodeDraft node) {
    int workers = node.conduct().workers();
    if (workers > FAR_MORE * machine.cores()) {
      findings.warning(
          node.path() + ".workers",
          "%d processes are far more than the processors, of which there are %d: it works, but each is a Python of its own, and they only pay if they mostly wait"
              .formatted(workers, machine.cores()));
    }
  }

  private void checkCpu(String path, Capabilities.Cpu cpu) {
    cpu.cores()
        .ifPresent(cores -> {
          if (cores > machine.cores()) {
            findings.fault(
                path + ".cores", "needs " + cores + " cores, there are " + machine.cores());
          }
        });
    cpu.arch()
        .filter(arch -> !"any".equals(arch) && !arch.equals(machine.arch()))
        .ifPresent(arch ->
            findings.fault(path + ".arch", "needs " + arch + ", this is " + machine.arch()));
  }
}
