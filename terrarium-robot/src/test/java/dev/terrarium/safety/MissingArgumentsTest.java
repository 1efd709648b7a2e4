package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is said to somebody who gives null.
class MissingArgumentsTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final ComponentPath MOTOR = ComponentPath.of("motor");

  private final LoggedLines log = new LoggedLines();
  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ARM, GateOptions.defaults());

  @AfterEach
  void close() {
    safety.close();
    log.close();
  }

  @Test
  void saysThatTheNameOfTheRobotIsMissing() {
    refuses(() -> safety.arm(null), "robot is the name of a robot, not null");
    refuses(() -> safety.disarm(null), "robot is the name of a robot, not null");
    refuses(() -> safety.state(null), "robot is the name of a robot, not null");
    refuses(
        () -> safety.register(null, GateOptions.defaults()),
        "robot is the name of a robot, not null");
    refuses(() -> new RobotId(null), "a robot has a name, not null");
  }

  @Test
  void aRestartWithoutAComponentOrAReasonIsNotAllowed() {
    refuses(
        () -> safety.restart(ARM, null, "hot"),
        "restart is given the path of the component, not null");
    refuses(
        () -> safety.restart(ARM, MOTOR, null),
        "restart is given the reason of the failure, not null");
  }

  @Test
  void anErrorIsReportedWithItsComponentAndItsMessage() {
    refuses(
        () -> safety.reportError(ARM, MOTOR, (String) null),
        "reportError is given the message of the device, not null");
    refuses(
        () -> safety.reportError(new RobotId("stranger"), null, "hot"),
        "reportError is given the path of the component, not null");
  }

  @Test
  void aHandlersTimeIsGiven() {
    refuses(
        () -> GateOptions.defaults().withPerHandler(null),
        "perHandler is longer than nothing, not null");
  }

  @Test
  void aRobotIsPutInErrorWithoutAReason() {
    safety.arm(ARM);

    safety.transitionToError(ARM, null);

    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(log.lines()).anyMatch(line -> line.endsWith("is in error: no reason was given"));
  }

  private static void refuses(ThrowingCallable call, String why) {
    assertThatNullPointerException().isThrownBy(call).withMessage(why);
  }
}
