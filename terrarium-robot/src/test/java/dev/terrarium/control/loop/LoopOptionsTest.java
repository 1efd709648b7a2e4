package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.control.robot.ArmLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LoopOptionsTest {
  private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

  private final LoopOptions standard = LoopOptions.standard();

  @Test
  void replacesOneThingAndKeepsTheRest() {
    LoopOptions options =
        standard
            .withShield()
            .withPriority(50)
            .withCpu(2)
            .withSpinTail(Duration.ZERO)
            .withLockedMemory(false);

    assertThat(options.realTime())
        .isEqualTo(new RealTime(50, true, OptionalInt.of(2), Duration.ZERO, false, true));
    assertThat(options.withRealTime(RealTime.standard())).isEqualTo(standard);
    assertThat(standard.withAnyCpu().realTime().isPinned()).isFalse();
    assertThat(standard.withSettle(Duration.ofSeconds(1)).withRows(100).sharing().rows())
        .isEqualTo(100);
  }

  @Test
  void refusesWhatCannotBeAndSaysWhatCan() {
    refuses(() -> standard.withPriority(100), "1 to 99, or 0 to ask for none, not 100");
    refuses(() -> standard.withCpu(-1), "the number of a processor, from 0, not -1");
    refuses(() -> standard.withPeriod(Duration.ofNanos(1000)), "period is 100 µs to 1 s");
    refuses(() -> standard.withSpinTail(Duration.ofMillis(2)), "spinTail is at most a period");
    refuses(() -> standard.withSpinTail(Duration.ofMillis(-2)), "spinTail");
    refuses(() -> standard.withSafeDamping(1, Double.NaN), "safe damping of joint 2 is NaN");
    refuses(() -> standard.withSafeDamping(-1), "safe damping of joint 1 is -1.0");
    refuses(() -> standard.withSettle(Duration.ZERO), "settle is longer than nothing");
    refuses(() -> standard.withSettle(ENDLESS), "and a minute at most, not " + ENDLESS);
    refuses(() -> new WarmUp(1, ENDLESS), "and no more than an hour, not " + ENDLESS);
    refuses(() -> standard.withSpinTail(ENDLESS), "spinTail is at most a period");
    refuses(() -> standard.withRows(10), "at least 64 rows, not 10");
    refuses(
        () -> standard.withRows(Integer.MAX_VALUE),
        "a ring has at most 1048576 rows, not 2147483647, which take 1236950 MB of an arm of seven joints");
    refuses(
        () -> standard.withBoard(Path.of("a/one")).withRing(Path.of("a/b/../one")),
        "is the file of both the board and the ring");
    refuses(() -> new WarmUp(-1, Duration.ZERO), "0 or more, not -1");
    refuses(() -> new WarmUp(1, Duration.ofSeconds(-1)), "0 s or more");
  }

  @Test
  void refusesAProcessorThatTheMachineDoesNotHave() {
    RealTime named = standard.withCpu(6).realTime();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> named.requireProcessor("0-3,8"))
        .withMessage("cpu is 6: expected a processor of this machine, 0-3,8");
    named.requireProcessor("0-7");
    named.requireProcessor(""); // Where it is not known.
    standard.realTime().requireProcessor();
  }

  @Test
  void dampsEachJointByItsTorqueUnlessSaid() {
    ArmLimits limits =
        ArmLimits.between(new double[] {-1, -1}, new double[] {1, 1})
            .torque(80, Double.POSITIVE_INFINITY)
            .build();

    assertThat(SafeStop.standard().dampingOf(limits)).containsExactly(20, 4);
    assertThat(standard.withSafeDamping(1, 2).safeStop().dampingOf(limits)).containsExactly(1, 2);
    refuses(
        () -> new SafeStop(List.of(1.0), Duration.ofSeconds(1)).dampingOf(limits),
        "given for 1 joints, and the arm has 2");
  }

  private static void refuses(Runnable act, String message) {
    assertThatIllegalArgumentException().isThrownBy(act::run).withMessageContaining(message);
  }
}
