package dev.terrarium.control.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long a thread waited for its processor, between two looks.
class RunDelayTest {
  private final AtomicLong sum = new AtomicLong();
  private final RunDelay delay = new RunDelay(sum::get);

  @Test
  void tellsByHowMuchItGrewAroundATime() {
    look(100, 5);
    look(200, 7);
    look(300, 90);
    look(400, 91);

    assertThat(delay.grown(210, 290)).isEqualTo(83);
    assertThat(delay.grown(200, 300)).isEqualTo(83);
    assertThat(delay.grown(150, 310)).isEqualTo(86);
  }

  @Test
  void tellsNothingWhereNobodyLookedSince() {
    look(100, 5);

    assertThat(delay.grown(150, 160)).isZero();
  }

  @Test
  void tellsNothingWhereTheKernelDoesNot() {
    look(100, -1);
    look(200, -1);

    assertThat(delay.grown(120, 150)).isZero();
    assertThat(new RunDelay(() -> 0).grown(0, 1)).isZero();
  }

  @Test
  void readsTheSecondNumberOfTheKernelsFileOrNothing(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("schedstat");

    assertThat(RunDelay.read(file)).isNegative();
    Files.writeString(file, "437022 81962 2\n");
    assertThat(RunDelay.read(file)).isEqualTo(81_962);
    Files.writeString(file, "\n");
    assertThat(RunDelay.read(file)).isNegative();
  }

  private void look(long time, long value) {
    sum.set(value);
    delay.look(time);
  }
}
