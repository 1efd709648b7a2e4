package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GapsTest {
  private static final long MILLI = 1_000_000;

  @TempDir Path folder;

  @Test
  void countsEachMillisecondOfALongGap() {
    Gaps gaps = new Gaps();

    for (long milli : new long[] {0, 1, 2, 7}) {
      gaps.add(milli * MILLI);
    }

    assertThat(gaps.commands()).isEqualTo(4);
    assertThat(gaps.at(1)).isEqualTo(5e6);
    assertThat(gaps.at(0.5)).isEqualTo(2e6); // of 1, 1, 5, 4, 3, 2, 1
  }

  @Test
  void leavesAGapOfLessThanTwoAsItIs() {
    Gaps gaps = new Gaps();

    gaps.add(0);
    gaps.add(1_900_000);

    assertThat(gaps.at(0)).isEqualTo(1.9e6);
    assertThat(gaps.at(1)).isEqualTo(1.9e6);
  }

  @Test
  void hasNoneOfOneCommand() {
    Gaps gaps = new Gaps();

    gaps.add(5);

    assertThat(gaps.at(1)).isNaN();
  }

  @Test
  void areReadFromAFileThatTellsHowManyThereAre() throws Exception {
    ByteBuffer numbers = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
    numbers.putLong(2).putLong(10).putLong(10 + 3 * MILLI);
    Path file = Files.write(folder.resolve("times"), numbers.array());

    Gaps gaps = Gaps.read(file);

    assertThat(gaps.commands()).isEqualTo(2);
    assertThat(gaps.at(1)).isEqualTo(3e6);
  }
}
