package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.robot.ArmException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A loop whose arm waits for its own packets, as one on a network does.
class ArmThatKeepsTheTimeTest {
  private static final long PERIOD = 1_000_000;

  private final ArmedRobot robot = new ArmedRobot();
  private final SteppedArm arm = SteppedArm.ofTwo();
  private final SteppedClock clock = new SteppedClock();
  private final Records records =
      Records.create(2, 0, new Sharing(Optional.empty(), Optional.empty(), 4096));

  @AfterEach
  void close() {
    robot.close();
  }

  @Test
  void anArmThatKeepsTheTimePacesTheLoopWithoutItsClock() {
    long[] packets = {0};
    arm.packet =
        () -> {
          packets[0]++;
          clock.pass(PERIOD + 7); // The arm's clock is not quite this one.
        };
    Cycles cycles = begun();

    for (int cycle = 0; cycle < 2_000; cycle++) {
      assertThat(cycles.cycle()).isTrue();
    }

    assertThat(packets[0]).isEqualTo(2_001);
    assertThat(arm.writes()).isEqualTo(2_000);
    assertThat(rows())
        .allSatisfy(row -> {
          assertThat(row.missed).isZero();
          assertThat(row.deadline).isEqualTo(row.woke);
        });
    assertThat(rows().getLast().cycle).isEqualTo(1_999);
  }

  @Test
  void countsThePacketsThatDidNotComeOfAnArmThatKeepsTheTime() {
    arm.packet = () -> clock.pass(PERIOD);
    Cycles cycles = begun();
    cycles.cycle();

    arm.packet = () -> clock.pass(3 * PERIOD - 100_000);
    cycles.cycle();

    assertThat(rows().getLast().missed).isEqualTo(2);
    assertThat(rows().getLast().cycle).isEqualTo(3);
    assertThat(CycleFlag.LATE.isIn(rows().getLast().flags)).isTrue();
  }

  @Test
  void endsWhenAnArmThatKeepsTheTimeIsSilent() {
    arm.packet = () -> clock.pass(PERIOD);
    Cycles cycles = begun();
    cycles.cycle();

    arm.failsToRead = new ArmException("no packet came for 100 ms");

    assertThat(cycles.cycle()).isFalse();
    assertThat(cycles.finish().told(robot.gate, List.of())).isInstanceOf(LoopEnd.ArmFailed.class);
  }

  private record NeverWaitedFor(SteppedClock clock) implements LoopClock {
    @Override
    public long now() {
      return clock.now;
    }

    @Override
    public void waitUntil(long nanoTime) {
      throw new AssertionError("the arm keeps the time");
    }
  }

  private Cycles begun() {
    var cycles =
        new Cycles(
            arm,
            Steps.always(2),
            robot.permit,
            LoopOptions.standard(),
            new NeverWaitedFor(clock),
            records);
    cycles.begin();
    return cycles;
  }

  private List<CycleRow> rows() {
    return records.ring().last(4096);
  }
}
