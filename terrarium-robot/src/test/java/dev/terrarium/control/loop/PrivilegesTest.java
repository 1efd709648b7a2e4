package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.loop.Grant.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a loop asks of the system, and what it says of the answers.
class PrivilegesTest {
  private final FakeSystem system = new FakeSystem();
  private final Privileges privileges = new Privileges(system);

  @Test
  void asksForThePriorityAfterWhatTakesLongAndGivesBackWhatIsTheThreads() {
    RealTimeReport report = privileges.take(RealTime.standard());
    privileges.giveBack();

    assertThat(report.isRealTime()).isTrue();
    assertThat(system.asked)
        .containsExactly(
            "latency",
            "slack",
            "memory",
            "fifo 80",
            "affinity {3}",
            "virtual machine 70",
            "usual",
            "affinity {0, 1, 2, 3}",
            "lower shield",
            "release virtual machine",
            "release latency",
            "release memory");
  }

  @Test
  void keepsOthersOffItsProcessorBeforeItRunsBeforeThem() {
    RealTimeReport report = privileges.take(LoopOptions.standard().withShield().realTime());
    privileges.giveBack();

    assertThat(report.processor().shield().isGranted()).isTrue();
    assertThat(system.asked)
        .containsSubsequence(
            "shield 3",
            "fifo 80",
            "affinity {3}",
            "admit virtual machine",
            "virtual machine 81",
            "affinity {0, 1, 2, 3}",
            "lower shield");
    assertThat(report.lines()).contains("shield: granted, shield 3; admit virtual machine");
  }

  @Test
  void keepsNobodyOffAProcessorThatIsNotItsOwn() {
    system.grantsFifo = false;

    RealTimeReport report = privileges.take(LoopOptions.standard().withShield().realTime());

    assertThat(system.asked).containsSubsequence("shield 3", "fifo 80", "lower shield");
    assertThat(report.lines())
        .contains("shield: not asked: the loop has no processor that it stays on");
  }

  @Test
  void hasNobodyBesideItWhereItDoesNotComeBeforeThem() {
    system.grantsFifo = false;

    RealTimeReport report =
        privileges.take(LoopOptions.standard().withShield().withCpu(3).realTime());

    assertThat(report.lines()).contains("shield: granted, shield 3");
    assertThat(system.asked).doesNotContain("admit virtual machine", "lower shield");
  }

  @Test
  void hasTheJvmsOwnThreadBelowItWhereTheyShareNoProcessor() {
    system.admits = false;

    privileges.take(LoopOptions.standard().withShield().realTime());

    assertThat(system.asked).contains("admit virtual machine", "virtual machine 70");
  }

  @Test
  void hasNobodyBesideItWhomItWouldKeepWaitingAtTheHighestPriority() {
    RealTimeReport report =
        privileges.take(LoopOptions.standard().withShield().withPriority(99).realTime());

    assertThat(report.lines()).contains("shield: granted, shield 3");
    assertThat(system.asked)
        .contains("virtual machine 89")
        .doesNotContain("admit virtual machine", "lower shield");
  }

  @Test
  void letsOthersOnItsProcessorWhenItsPriorityIsTaken() {
    privileges.take(LoopOptions.standard().withShield().realTime());

    assertThat(privileges.takePriority(7)).isTrue();

    assertThat(system.asked).endsWith("lower shield", "usual 7");
  }

  @Test
  void keepsNobodyOffTheOnlyProcessor() {
    system.processors = BitSet.valueOf(new long[] {0b1});

    RealTimeReport report = privileges.take(LoopOptions.standard().withShield().realTime());

    assertThat(system.asked).noneMatch(asked -> asked.startsWith("shield"));
    assertThat(report.processor().shield().words())
        .isEqualTo("the loop has no processor that it stays on");
  }

  @Test
  void saysOfEachThingThatItWasRefusedAndWhy() {
    system.grants = false;

    RealTimeReport report = privileges.take(RealTime.standard());
    privileges.giveBack();

    assertThat(report.isRealTime()).isFalse();
    assertThat(report.lines())
        .contains(
            "scheduling: NOT granted: fifo 80 was refused: Operation not permitted (errno 1). Ask",
            "memory: NOT granted: memory was refused: Operation not permitted (errno 1). Ask",
            "kernel: 6.12, PREEMPT_RT, isolated processors: none, real-time threads run"
                + " 950000/1000000 µs, governor: unknown");
    assertThat(system.asked).doesNotContain("usual").contains("release latency");
  }

  @Test
  void asksForNothingThatIsNotWanted() {
    RealTimeReport report = privileges.take(RealTime.none());

    assertThat(system.asked).containsExactly("slack");
    assertThat(report.scheduling().answer()).isEqualTo(Answer.NOT_ASKED);
    assertThat(report.lines()).contains("affinity: not asked: it is not wanted");
  }

  @Test
  void mayRunEverywhereIfItDoesNotRunBeforeOthers() {
    system.grantsFifo = false;

    RealTimeReport report = privileges.take(RealTime.standard());
    privileges.giveBack();

    assertThat(system.asked).noneMatch(asked -> asked.startsWith("affinity"));
    assertThat(report.lines())
        .contains(
            "affinity: not asked: without SCHED_FIFO it would wait for every thread that is busy there; it may run on processors {0, 1, 2, 3}");
  }

  @Test
  void mayRunEverywhereIfNobodyWantsItToRunBeforeOthers() {
    privileges.take(LoopOptions.standard().withPriority(0).realTime());

    assertThat(system.asked).noneMatch(asked -> asked.startsWith("affinity"));
  }

  @Test
  void staysWithoutPriorityWhereTheKernelKeepsOthersOff() {
    system.grantsFifo = false;
    system.isolated = "4-5";

    RealTimeReport report = privileges.take(RealTime.standard());

    assertThat(system.asked).contains("affinity {5}");
    assertThat(report.processor().affinity().isGranted()).isTrue();
  }

  @Test
  void staysOffAProcessorThatIsTheOnlyOne() {
    system.processors = BitSet.valueOf(new long[] {0b10});

    RealTimeReport report = privileges.take(RealTime.standard());
    privileges.giveBack();

    assertThat(report.processor().affinity().answer()).isEqualTo(Answer.NOT_ASKED);
    assertThat(report.processor().affinity().words())
        .isEqualTo("this process has one processor only, {1}, which all its threads share");
    assertThat(report.isRealTime()).isTrue();
    assertThat(system.asked).noneMatch(asked -> asked.startsWith("affinity"));
  }

  @Test
  void goesOnWhereItMayIfTheProcessorThatIsNamedIsNotThere() {
    system.processors = BitSet.valueOf(new long[] {0b1});

    RealTimeReport report = privileges.take(LoopOptions.standard().withCpu(7).realTime());
    privileges.giveBack();

    assertThat(report.processor().affinity().answer()).isEqualTo(Answer.REFUSED);
    assertThat(report.processor().affinity().words()).startsWith("affinity {7} was refused");
    assertThat(report.isRealTime()).isTrue();
    assertThat(system.asked).doesNotContain("affinity {0}").contains("usual");
  }

  @Test
  void choosesAnIsolatedProcessorBeforeTheLast() {
    BitSet four = system.processors;

    assertThat(chosen(four, "")).isEqualTo(OptionalInt.of(3));
    assertThat(chosen(four, "5")).isEqualTo(OptionalInt.of(5));
    assertThat(chosen(four, "1,4-6")).isEqualTo(OptionalInt.of(6));
    assertThat(chosen(four, "4-6,8")).isEqualTo(OptionalInt.of(8));
    assertThat(chosen(new BitSet(), "")).isEmpty();
  }

  private static OptionalInt chosen(BitSet processors, String isolated) {
    return Privileges.chosen(processors, Privileges.listed(isolated));
  }

  @Test
  void takesTheProcessorThatIsNamedWhateverItsPriority() {
    system.grantsFifo = false;

    privileges.take(LoopOptions.standard().withCpu(1).realTime());

    assertThat(system.asked).contains("affinity {1}");
  }

  @Test
  void readsWhatTheKernelSaysOfItself(@TempDir Path root) throws IOException {
    write(root.resolve("proc/sys/kernel/osrelease"), "6.12.8-rt\n");
    write(root.resolve("proc/sys/kernel/version"), "#1 SMP PREEMPT_RT Mon\n");
    write(root.resolve("proc/sys/kernel/sched_rt_runtime_us"), "-1\n");
    write(root.resolve("proc/sys/kernel/sched_rt_period_us"), "1000000\n");
    write(root.resolve("sys/devices/system/cpu/isolated"), "2-3\n");

    assertThat(KernelReport.read(root))
        .isEqualTo(new KernelReport("6.12.8-rt", true, "2-3", "-1/1000000", ""));
    assertThat(KernelReport.read(root.resolve("nothing")).words())
        .isEqualTo(
            "unknown, not PREEMPT_RT, isolated processors: none, real-time threads run unknown µs,"
                + " governor: unknown");
  }

  /// Files that are made up are read in every way; the kernel's own are not.
  @Test
  @EnabledOnOs(OS.LINUX)
  void readsTheSettingsOfTheKernelThatRuns() throws IOException {
    try (var setting = Files.newBufferedReader(Path.of("/proc/sys/kernel/sched_rt_period_us"))) {
      assertThat(KernelReport.read(Path.of("/")).throttling()).endsWith("/" + setting.readLine());
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
