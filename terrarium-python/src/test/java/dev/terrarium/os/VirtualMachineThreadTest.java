package dev.terrarium.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class VirtualMachineThreadTest {
  private static final Path TASKS = Path.of("/proc/self/task");

  /// The place of the policy in `stat`, counted from the third, after the name.
  private static final int POLICY = 41 - 3;

  @Test
  void runsBeforeUsualThreadsUntilTheLastHolderIsClosed() throws IOException {
    VirtualMachineThread first = VirtualMachineThread.hold(3);
    assumeTrue(first.attempt().isGranted(), first.attempt().words());
    VirtualMachineThread second = VirtualMachineThread.hold(3);

    first.close();
    first.close();
    String held = policy();
    second.close();

    assertThat(held).isEqualTo("1");
    assertThat(policy()).isEqualTo("0");
  }

  @Test
  void isNotThereInAProcessThatTellsNoneOfItsThreads(@TempDir Path empty) {
    assertThat(VirtualMachineThread.thread(empty)).isEmpty();
    assertThat(VirtualMachineThread.thread(empty.resolve("missing"))).isEmpty();
  }

  @Test
  void hasTheHighestPriorityThatSomebodyHasAskedFor() throws IOException {
    try (var first = VirtualMachineThread.hold(5);
        var second = VirtualMachineThread.hold(3)) {
      assumeTrue(first.attempt().isGranted(), first.attempt().words());

      assertThat(second.attempt().words()).startsWith("SCHED_FIFO with priority 5");
    }
    try (var later = VirtualMachineThread.hold(2)) {
      assertThat(later.attempt().words()).startsWith("SCHED_FIFO with priority 2");
    }
  }

  private static String policy() throws IOException {
    long thread = VirtualMachineThread.thread(TASKS).orElseThrow();
    String stat = Files.readString(TASKS.resolve(thread + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[POLICY];
  }
}
