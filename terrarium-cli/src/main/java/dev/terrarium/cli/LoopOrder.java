package dev.terrarium.cli;

import dev.terrarium.control.loop.LoopOptions;
import org.jspecify.annotations.Nullable;

/// What the loop of a served arm is to ask of the system, as it stands on the command line.
///
/// @param priority null asks for what is usual
/// @param cpu null leaves it to the loop
record LoopOrder(@Nullable Integer priority, @Nullable Integer cpu, boolean shield) {
  /// Returns what a loop is started with.
  ///
  /// @throws CommandLineException if an option cannot be
  LoopOptions options() {
    LoopOptions usual = LoopOptions.standard();
    LoopOptions loop = shield ? usual.withShield() : usual;
    if (priority != null) {
      LoopOptions unhurried = loop;
      int wanted = priority;
      loop = RobotServeOrder.read("--priority", () -> unhurried.withPriority(wanted));
    }
    if (cpu != null) {
      LoopOptions roaming = loop;
      int wanted = cpu;
      loop = RobotServeOrder.read("--cpu", () -> pinned(roaming, wanted));
    }
    return loop;
  }

  private static LoopOptions pinned(LoopOptions loop, int cpu) {
    LoopOptions pinned = loop.withCpu(cpu);
    pinned.realTime().requireProcessor();
    return pinned;
  }
}
