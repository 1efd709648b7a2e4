package dev.terrarium.os;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Waiting until a time, and keeping processors awake for it.
class MonotonicClockTest {
  private final MonotonicClock clock = new MonotonicClock();

  @Test
  void wakesNoSoonerThanItsTimeByTheClockOfNanoTime() {
    for (int wait = 0; wait < 20; wait++) {
      long until = System.nanoTime() + 300_000;

      clock.sleepUntil(until);

      assertThat(System.nanoTime() - until).isNotNegative();
    }
  }

  @Test
  void isAwakeBeforeItsTimeAndWaitsForIt() {
    long until = System.nanoTime() + 2_000_000;

    clock.waitUntil(until, 80_000);

    assertThat(System.nanoTime() - until).isNotNegative();
  }

  @Test
  void doesNotWaitForTheTimeThatHasPassed() {
    long passed = System.nanoTime() - 5_000_000_000L;

    clock.sleepUntil(passed);
    clock.waitUntil(passed, 0);

    assertThat(System.nanoTime()).isGreaterThan(passed);
  }

  /// Of 10,000 waits, what the JIT compiler has left of the wrappers is nothing.
  @Test
  void allocatesNothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int round = 0; round < 20 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int wait = 0; wait < 10_000; wait++) {
        clock.sleepUntil(System.nanoTime());
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void holdsTheFileOpenThatKeepsProcessorsAwake(@TempDir Path folder) throws IOException {
    Path device = Files.createFile(folder.resolve("cpu_dma_latency"));

    try (WakeLatency held = WakeLatency.hold(device)) {
      assertThat(held.attempt().words()).isEqualTo("waking processors within 0 µs");
      assertThat(Files.readAllBytes(device)).containsExactly(0, 0, 0, 0);
    }

    try (WakeLatency none = WakeLatency.hold(folder.resolve("nothing"))) {
      assertThat(none.attempt().isGranted()).isFalse();
      assertThat(none.attempt().words()).contains("not available here: there is no ");
    }
  }

  @Test
  void saysWhyProcessorsMaySleep(@TempDir Path folder) {
    try (WakeLatency refused = WakeLatency.hold(folder)) { // Nobody writes to a folder.
      assertThat(refused.attempt().isGranted()).isFalse();
      assertThat(refused.attempt().words()).contains("was refused: ", "by a rule of udev");
    }
  }
}
