package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrarium.control.loop.CycleRing.Copied;
import dev.terrarium.control.robot.ArmState;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What readers find in a ring, in time and too late.
class CycleRingTest {
  private final CycleRing ring = CycleRing.create(2, 1, 64, Optional.empty());
  private final CycleRow row = new CycleRow(2, 1);
  private final ArmState arm = new ArmState(2);

  @Test
  void givesEachRowBackUntilItIsOverwritten() {
    for (int number = 0; number < 100; number++) {
      append(ring, number);
    }
    CycleRow room = ring.room();

    assertThat(ring.written()).isEqualTo(100);
    assertThat(ring.read(35, room)).isEqualTo(Copied.OVERWRITTEN);
    assertThat(ring.read(36, room)).isEqualTo(Copied.WHOLE);
    assertThat(room.cycle).isEqualTo(36);
    assertThat(room.q).containsExactly(36, 36);
    assertThat(room.extras).containsExactly(36);
    assertThat(room.position).containsExactly(36, 37, 38);
    assertThat(ring.read(99, room)).isEqualTo(Copied.WHOLE);
    assertThat(ring.read(100, room)).isEqualTo(Copied.NOT_YET);
  }

  @Test
  void givesTheNewestRowsTheOldestFirst() {
    assertThat(ring.last(10)).isEmpty();

    append(ring, 0);
    append(ring, 1);
    append(ring, 2);

    assertThat(ring.last(10)).extracting(row -> row.cycle).containsExactly(0L, 1L, 2L);
    assertThat(ring.last(2)).extracting(row -> row.cycle).containsExactly(1L, 2L);
  }

  @Test
  void refusesRoomForAnotherArmAndRowsBelowTheFirst() {
    assertThatIllegalArgumentException().isThrownBy(() -> ring.read(0, new CycleRow(3, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ring.read(-1, ring.room()))
        .withMessageContaining("counted from 0");
  }

  /// 700 TB, which no machine has.
  @Test
  void saysHowMuchMemoryOrSpaceItLacks(@TempDir Path folder) {
    Path file = folder.resolve("ring");

    assertThatIllegalStateException()
        .isThrownBy(() -> CycleRing.create(10_000, 0, Integer.MAX_VALUE, Optional.empty()))
        .withMessageMatching("there is no memory of 6\\d{14} bytes for a loop to publish in: .*");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> CycleRing.create(10_000, 0, Integer.MAX_VALUE, Optional.of(file)))
        .withMessageMatching(".*ring cannot be made .* with 6\\d{14} bytes free");
    assertThat(file).doesNotExist();
  }

  @Test
  void isReadByAnotherMappingOfItsFile(@TempDir Path folder) {
    CycleRing shared = CycleRing.create(2, 1, 64, Optional.of(folder.resolve("ring")));
    CycleRing other = CycleRing.open(folder.resolve("ring"));

    append(shared, 0);

    assertThat(other.rows()).isEqualTo(64);
    assertThat(other.last(5)).hasSize(1);
  }

  @Test
  void keepsItsRowsUntilItIsReleasedAndNobodyHoldsIt() {
    append(ring, 0);
    CycleRing.Hold hold = ring.hold();

    ring.release();
    ring.release();

    assertThat(ring.last(5)).hasSize(1);
    hold.close();
    hold.close();
    assertThat(ring.last(5)).isEmpty();
    assertThat(ring.read(0, ring.room())).isEqualTo(Copied.OVERWRITTEN);
    assertThat(ring.written()).isEqualTo(1);
    assertThatIllegalStateException()
        .isThrownBy(ring::hold)
        .withMessage("the loop is closed, and its cycles are freed: hold them before it is closed");
  }

  /// Every row that is told to be whole is, while the writer overtakes the reader again and again.
  @Test
  void neverGivesARowThatIsMixed() throws InterruptedException {
    int rows = 300_000;
    var begun = new CountDownLatch(1);
    var mixed =
        CompletableFuture.supplyAsync(
            () -> {
              CycleRow room = ring.room();
              long wrong = 0;
              begun.countDown();
              long number = 0;
              while (number < rows) {
                Copied copied = ring.read(number, room);
                wrong += copied == Copied.WHOLE && !isWhole(room, number) ? 1 : 0;
                long oldest = ring.written() - ring.rows(); // The next to be overwritten.
                number = copied == Copied.NOT_YET ? number : Math.max(number + 1, oldest);
              }
              return wrong;
            },
            work -> Thread.ofPlatform().daemon().start(work));
    begun.await();

    for (int number = 0; number < rows; number++) {
      append(ring, number);
    }

    assertThat(mixed.join()).isZero();
  }

  private static boolean isWhole(CycleRow row, long number) {
    return row.cycle == number
        && row.written == number
        && row.reflexes == number
        && Arrays.stream(row.q).allMatch(it -> it == number)
        && Arrays.stream(row.torque).allMatch(it -> it == number)
        && row.extras[0] == number;
  }

  private void append(CycleRing ring, long number) {
    row.cycle = number;
    row.written = number;
    arm.reflexes = number;
    Arrays.fill(row.torque, number);
    Arrays.fill(row.extras, number);
    Arrays.fill(arm.q, number);
    arm.ee[3] = number;
    arm.ee[7] = number + 1;
    arm.ee[11] = number + 2;
    ring.append(row, arm);
  }
}
