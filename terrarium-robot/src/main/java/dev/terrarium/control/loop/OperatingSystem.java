package dev.terrarium.control.loop;

import dev.terrarium.os.Attempt;
import dev.terrarium.os.MemoryLock;
import dev.terrarium.os.ProcessorShield;
import dev.terrarium.os.Scheduling;
import dev.terrarium.os.TimerSlack;
import dev.terrarium.os.VirtualMachineThread;
import dev.terrarium.os.WakeLatency;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a loop asks of the system, on its own thread if nothing else is said.
interface OperatingSystem {
  Attempt fifo(int priority);

  Attempt usual();

  /// Has another thread run as threads usually do.
  Attempt usual(long thread);

  /// Has the JVM's own thread, for which the loop waits in a safepoint, run before the usual ones.
  Attempt holdVirtualMachine(int priority);

  void releaseVirtualMachine();

  BitSet processors();

  Attempt affinity(BitSet processors);

  /// Keeps the threads of all processes off a processor.
  Attempt raiseShield(int processor);

  /// Has the JVM's own threads, for which the loop waits in a safepoint, run on that processor.
  Attempt admitVirtualMachine();

  void lowerShield();

  Attempt lockMemory();

  void releaseMemory();

  Attempt leastTimerSlack();

  Attempt holdWakeLatency();

  void releaseWakeLatency();

  KernelReport kernel();

  /// Returns the one that this process runs on.
  static OperatingSystem real() {
    return new Real();
  }

  /// The one that this process runs on.
  final class Real implements OperatingSystem {
    private @Nullable WakeLatency latency;
    private @Nullable MemoryLock memory;
    private volatile @Nullable ProcessorShield shield;
    private @Nullable VirtualMachineThread virtualMachine;

    @Override
    public Attempt fifo(int priority) {
      return Scheduling.fifo(priority);
    }

    @Override
    public Attempt usual() {
      return Scheduling.usual();
    }

    @Override
    public Attempt usual(long thread) {
      return Scheduling.usual(thread);
    }

    @Override
    public Attempt holdVirtualMachine(int priority) {
      VirtualMachineThread held = VirtualMachineThread.hold(priority);
      virtualMachine = held;
      return held.attempt();
    }

    @Override
    public void releaseVirtualMachine() {
      if (virtualMachine != null) {
        virtualMachine.close();
      }
    }

    @Override
    public BitSet processors() {
      return Scheduling.processors();
    }

    @Override
    public Attempt affinity(BitSet processors) {
      return Scheduling.affinity(processors);
    }

    @Override
    public Attempt raiseShield(int processor) {
      ProcessorShield raised = ProcessorShield.raise(processor);
      shield = raised;
      return raised.attempt();
    }

    @Override
    public Attempt admitVirtualMachine() {
      return Objects.requireNonNull(shield, "no shield was raised").admitSafepointThreads();
    }

    @Override
    public void lowerShield() {
      ProcessorShield raised = shield;
      if (raised != null) {
        raised.close();
      }
    }

    @Override
    public Attempt lockMemory() {
      MemoryLock held = MemoryLock.hold();
      memory = held;
      return held.attempt();
    }

    @Override
    public void releaseMemory() {
      if (memory != null) {
        memory.close();
      }
    }

    @Override
    public Attempt leastTimerSlack() {
      return TimerSlack.set(1);
    }

    @Override
    public Attempt holdWakeLatency() {
      WakeLatency held = WakeLatency.hold();
      latency = held;
      return held.attempt();
    }

    @Override
    public void releaseWakeLatency() {
      if (latency != null) {
        latency.close();
      }
    }

    @Override
    public KernelReport kernel() {
      return KernelReport.read(Path.of("/"));
    }
  }
}
