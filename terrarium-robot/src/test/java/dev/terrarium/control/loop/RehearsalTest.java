package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrarium.control.robot.ArmState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a loop runs before it is live.
class RehearsalTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ArmedRobot robot = new ArmedRobot();
  private final SteppedArm arm = SteppedArm.ofTwo();
  private final LoopClock clock = new LoopClock.OfRehearsal();

  @AfterEach
  void close() {
    robot.close();
  }

  @Test
  void goesOnUntilNothingIsCompiledAnyMore() {
    var controller = new Rehearsed(0);
    var compilers = new Compilers(false, false, true, true);

    rehearsal(controller, new WarmUp(7_000, LONG, true)).run(clock, compilers);

    assertThat(compilers.areIdle).isEmpty();
    assertThat(compilers.pauses).isEqualTo(1);
    assertThat(controller.begun).isEqualTo(3 + 2);
    assertThat(controller.other.begun).isEqualTo(3);
  }

  @Test
  void waitsForNoCompilerWhenTheRobotIsDisarmed() {
    var compilers = new Compilers(false, false);
    compilers.meanwhile = robot::trip;

    rehearsal(new Rehearsed(0), new WarmUp(1, LONG, true)).run(clock, compilers);

    assertThat(compilers.pauses).isEqualTo(1);
  }

  @Test
  void endsAfterItsCyclesWhereCompilingIsNotWaitedFor() {
    var controller = new Rehearsed(0);

    rehearsal(controller, new WarmUp(7_000, LONG)).run(clock, new Compilers());

    assertThat(controller.begun).isEqualTo(2 + 1);
    assertThat(controller.other.begun).isEqualTo(2);
  }

  @Test
  void refusesWhatTheControllerDoesAndNotWhatItsRehearsalDoes() {
    var rehearsesWrongly = new Rehearsed(0);
    rehearsesWrongly.other.torque = Double.NaN;
    var isWrong = new Rehearsed(Double.NaN);

    rehearsal(rehearsesWrongly, new WarmUp(1, LONG)).run(clock, new Compilers());

    assertThat(rehearsesWrongly.begun).isEqualTo(2);
    assertThatIllegalStateException()
        .isThrownBy(() -> rehearsal(isWrong, new WarmUp(1, LONG)).run(clock, new Compilers()))
        .withMessageContaining("gave NaN as the torque of joint 1 in cycle");
  }

  @Test
  void runsNothingWhereThereIsToBeNone() {
    var controller = new Rehearsed(0);

    rehearsal(controller, new WarmUp(0, LONG, true)).run(clock, new Compilers());

    assertThat(controller.begun).isZero();
  }

  private Rehearsal rehearsal(Controller controller, WarmUp warmUp) {
    return new Rehearsal(arm, controller, robot.permit, LoopOptions.standard().withWarmUp(warmUp));
  }

  /// Those who answer so, and so on.
  private static final class Compilers implements Rehearsal.Compilers {
    final Deque<Boolean> areIdle;
    int pauses;
    Runnable meanwhile = () -> {};

    Compilers(Boolean... areIdle) {
      this.areIdle = new ArrayDeque<>(List.of(areIdle));
    }

    @Override
    public boolean areIdle() {
      return areIdle.remove();
    }

    @Override
    public void pause() {
      pauses++;
      meanwhile.run();
    }
  }

  /// One that gives the same torque always.
  private static class Counted implements Controller {
    double torque;
    int begun;

    Counted(double torque) {
      this.torque = torque;
    }

    @Override
    public void begin(ArmState state) {
      begun++;
    }

    @Override
    public void torques(ArmState state, double[] torques) {
      Arrays.fill(torques, torque);
    }
  }

  /// One that rehearses with another.
  private static final class Rehearsed extends Counted {
    final Counted other = new Counted(0);

    Rehearsed(double torque) {
      super(torque);
    }

    @Override
    public Controller rehearsal() {
      return other;
    }
  }
}
