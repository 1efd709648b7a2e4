package dev.terrarium.session.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.BrokerException;
import dev.terrarium.broker.CallOptions;
import dev.terrarium.broker.PythonCall;
import dev.terrarium.broker.declaration.ArmDeclaration;
import dev.terrarium.broker.declaration.ArmDeclaration.Model;
import dev.terrarium.broker.declaration.ArmDeclaration.StartingLaw;
import dev.terrarium.broker.declaration.PolicyDeclaration;
import dev.terrarium.broker.declaration.PolicyDeclaration.Place;
import dev.terrarium.control.DisarmedException;
import dev.terrarium.control.PolicyEnd;
import dev.terrarium.control.PolicyRun;
import dev.terrarium.control.law.Gains;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.robot.Reflex;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.SafetyState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Policies in Python that move an arm.
@Tag("native")
class RobotArmTest {
  private static final String HOLDS =
      """
      def act(seen):
          return seen["initial_q"]
      """;

  @TempDir Path folder;

  private PolicyRobot robot(String script, UnaryOperator<PolicyDeclaration> changed) {
    return new PolicyRobot(folder, script, changed);
  }

  private static void assertMovesOn(PolicyRobot robot) {
    assertThat(robot.its.station().isRunning()).isTrue();
    assertThat(robot.robot.gate().state()).isEqualTo(SafetyState.ARMED);
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void movesTheArmWhereverItRuns(Place place) {
    var script =
        """
        def act(seen):
            q = list(seen["initial_q"])
            q[0] = 0.01 * seen["number"] + len(seen["ee"]) + len(seen["dq"]) + len(seen["torque"]) - 18
            assert seen["seconds"] >= 0 and len(seen["initial_ee"][0]) == 4
            return {"q": q}
        """;
    try (var robot = robot(script, policy -> policy.in(place))) {
      PolicyRun run = robot.moving();

      PolicyRobot.awaitTaken(run, 3);

      assertThat(robot.its.station().control().setting().qDesired(0)).isBetween(0.03 - 1e-9, 2.8);
      run.stop();
      assertThat(robot.over().end()).isInstanceOf(PolicyEnd.Stopped.class);
      assertMovesOn(robot);
    }
  }

  @Test
  void startsWithTheArmThePolicyThatIsToAndTellsIt() {
    try (var robot = robot(HOLDS, PolicyDeclaration::startingItself)) {
      robot.arm();

      robot.its.start();

      PolicyRobot.awaitTaken(robot.its.runs().get(PolicyRobot.POLICY), 1);
      assertThat(robot.news).hasSize(2).element(0).isInstanceOf(ArmNews.Started.class);
      assertThat(robot.news).element(1).isEqualTo(new ArmNews.Begun(PolicyRobot.POLICY));
    }
  }

  @Test
  void doesNotArm() {
    try (var robot = robot(HOLDS, PolicyDeclaration::startingItself)) {
      assertThatExceptionOfType(DisarmedException.class).isThrownBy(robot.its::start);
      assertThat(robot.its.runs()).isEmpty();
    }
  }

  @Test
  void asksEveryPolicyOnceBeforeAnythingMoves() {
    var script =
        """
        def act(seen):
            print("asked as", seen["number"], "at", seen["seconds"], "from", __name__)
            return seen["initial_q"]
        """;
    try (var robot = robot(script, policy -> policy)) {
      PolicyRobot.awaitPrinted("asked as 0 at 0.0 from " + robot.module);
      assertThat(robot.robot.gate().state()).isEqualTo(SafetyState.DISARMED);
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void isNotOpenedWithAPolicyThatHasNoTargetToGive(Place place) {
    assertThatExceptionOfType(BrokerException.Marshal.class)
        .isThrownBy(() -> robot("def act(seen):\n    pass\n", policy -> policy.in(place)))
        .withMessageContaining(".act returned None: expected {\"q\": 7 numbers");
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void isNotOpenedWithAPolicyThatIsNotThere(Place place) {
    assertThatExceptionOfType(BrokerException.PythonError.class)
        .isThrownBy(() -> robot("def walk(seen):\n    pass\n", policy -> policy.in(place)))
        .withMessageContaining("act");
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aTripDoesNotWaitForAPolicyThatIsStuckAndInterruptsIt(Place place) {
    var script =
        """
        def act(seen):
            if seen["number"] == 3:
                print("stuck in", __name__, flush=True)
                try:
                    while True:
                        pass
                finally:
                    print("freed in", __name__, flush=True)
            return seen["initial_q"]
        """;
    try (var robot = robot(script, policy -> policy.in(place).within(Duration.ofMinutes(5)))) {
      robot.moving();
      PolicyRobot.awaitPrinted("stuck in " + robot.module);

      DisarmResult result = robot.safety.disarm(PolicyRobot.CELL);

      assertThat(result).isInstanceOf(DisarmResult.Disarmed.class);
      assertThat(robot.its.station().control().ended().toCompletableFuture().join())
          .isInstanceOf(LoopEnd.SafetyLeft.class);
      assertThat(robot.over().end()).isInstanceOf(PolicyEnd.ArmEnded.class);
      PolicyRobot.awaitPrinted("freed in " + robot.module);
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void whatAPolicyRaisesEndsItAndNotTheLoop(Place place) {
    var script =
        """
        def act(seen):
            if seen["number"] == 3:
                raise RuntimeError("no idea")
            return seen["initial_q"]
        """;
    try (var robot = robot(script, policy -> policy.in(place))) {
      robot.moving();

      ArmNews.Over over = robot.over();

      assertThat(over.isFailure()).isTrue();
      assertThat(over.words())
          .isEqualTo(
              "the policy 'wave' ended: %s.act raised RuntimeError: no idea"
                  .formatted(robot.module));
      assertThat(over.counts().asked()).isEqualTo(3);
      assertMovesOn(robot);
    }
  }

  @Test
  void aTargetThatIsNotFiniteEndsThePolicyAndNeverReachesTheLoop() {
    var script =
        """
        def act(seen):
            return [0.0 if seen["number"] < 3 else float("nan"), 0, 0, -1.57, 0, 1.57, 0]
        """;
    try (var robot = robot(script, policy -> policy)) {
      robot.moving();

      assertThat(robot.over().words())
          .contains("returned q[0] = NaN: expected numbers that are finite");
      assertThat(robot.its.station().control().setting().qDesired(0)).isZero();
      assertMovesOn(robot);
    }
  }

  @Test
  void aTargetOutsideLimitsEndsThePolicyByWhatWasExpected() {
    var script =
        """
        def act(seen):
            return {"q": [9.0 if seen["number"] >= 3 else 0.0, 0, 0, -1.57, 0, 1.57, 0]}
        """;
    try (var robot = robot(script, policy -> policy)) {
      robot.moving();

      assertThat(robot.over().words())
          .contains("its target was refused: q_desired[0] is 9.0 rad: joint 1 moves between");
      assertMovesOn(robot);
    }
  }

  @Test
  void aTargetThatTheLawDoesNotLookAtIsRefusedBeforeAnythingMoves() {
    assertThatExceptionOfType(BrokerException.Marshal.class)
        .isThrownBy(() ->
            new PolicyRobot(
                folder,
                HOLDS,
                policy -> policy,
                ArmDeclaration.of(Model.FR3).under(StartingLaw.OSC)))
        .withMessageContaining("returned 'q', and the law osc looks at 'pose' alone");
  }

  @Test
  void aTargetIsJudgedByTheLawThatWasChosenThoughNoCycleHasRunSince() {
    var declared = ArmDeclaration.of(Model.FR3).under(StartingLaw.GRAVITY);
    var nextCycle = new CountDownLatch(1);
    try (var robot = new PolicyRobot(folder, HOLDS, policy -> policy, declared)) {
      robot.arm();
      robot.its.start();
      robot.arm.awaited = nextCycle;

      robot.its.station().control().switchTo("impedance");
      var run = robot.its.run(PolicyRobot.POLICY);

      while (run.counts().taken() == 0) {
        assertThat(robot.its.ends()).isEmpty();
        Thread.onSpinWait();
      }
      nextCycle.countDown();
    } finally {
      nextCycle.countDown();
    }
  }

  @Test
  void answersThatAreLateAreCountedAndTheLoopGoesOn() {
    var script =
        """
        import threading

        def act(seen):
            threading.Event().wait(0.03)
            return seen["initial_q"]
        """;
    var patient = ArmDeclaration.of(Model.FR3).holding(Duration.ofMinutes(1));
    try (var robot = new PolicyRobot(folder, script, policy -> policy.asked(100), patient)) {
      PolicyRun run = robot.moving();

      PolicyRobot.awaitTaken(run, 2);

      assertThat(run.counts().late()).isGreaterThanOrEqualTo(2);
      assertThat(run.counts().skipped()).isPositive();
      assertMovesOn(robot);
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aPolicyThatIsStuckEndsAtItsDeadlineAndTheArmGivesWay(Place place) {
    var script =
        """
        def act(seen):
            while seen["number"] == 3:
                pass
            return seen["initial_q"]
        """;
    try (var robot = robot(script, policy -> policy.in(place).within(Duration.ofMillis(700)))) {
      robot.moving();

      ArmNews.Over over = robot.over();

      assertThat(over.end())
          .isInstanceOfSatisfying(
              PolicyEnd.Failed.class,
              failed -> assertThat(failed.cause()).isInstanceOf(BrokerException.Timeout.class));
      while (robot.its.station().control().snapshot().law != -1) {
        Thread.onSpinWait();
      }
      assertMovesOn(robot);
    }
  }

  @Test
  void aProcessThatDiesEndsItsPolicyAndAnotherOneServesTheNextRun() {
    var script =
        """
        import os

        def act(seen):
            if seen["number"] == 3:
                os._exit(7)
            return seen["initial_q"]
        """;
    try (var robot = robot(script, policy -> policy.in(Place.PROCESS))) {
      robot.moving();

      ArmNews.Over over = robot.over();

      assertThat(over.words()).contains("7");
      assertThat(over.end())
          .isInstanceOfSatisfying(
              PolicyEnd.Failed.class,
              failed ->
                  assertThat(failed.cause()).isInstanceOf(BrokerException.WorkerCrashed.class));
      assertMovesOn(robot);
      while (robot.ofPolicy.stream().noneMatch(BrokerEvent.Restarted.class::isInstance)) {
        Thread.onSpinWait();
      }
      PolicyRobot.awaitTaken(robot.its.run(PolicyRobot.POLICY), 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"THREAD", "PROCESS"})
  void scriptsThatAreStuckDoNotKeepAPolicyThatRunsBesideThem(Place place) throws Exception {
    var script =
        HOLDS
            + """

            def hog():
                print("hogging in", __name__, flush=True)
                while True:
                    pass
            """;
    var patient = ArmDeclaration.of(Model.FR3).holding(Duration.ofMinutes(1));
    UnaryOperator<PolicyDeclaration> beside =
        policy -> policy.in(place).within(Duration.ofMinutes(1));
    try (var robot = new PolicyRobot(folder, script, beside, patient)) {
      PolicyRun run = robot.moving();
      robot.robot.broker().importModule(robot.module, CallOptions.usual());
      var hog =
          robot
              .robot
              .broker()
              .callAsync(
                  PythonCall.of(robot.module, "hog"),
                  CallOptions.usual().within(Duration.ofMinutes(5)));
      PolicyRobot.awaitPrinted("hogging in " + robot.module);

      PolicyRobot.awaitTaken(run, run.counts().taken() + 3);

      assertThat(hog).isNotDone();
      hog.cancel(true);
    }
  }

  @Test
  void aLoopThatEndsByAFaultPutsTheRobotInError() {
    try (var robot = robot(HOLDS, policy -> policy)) {
      robot.moving();

      robot.arm.reflexes = Reflex.JOINT_VELOCITY_VIOLATION.mask();

      while (robot.robot.gate().state() != SafetyState.ERROR) {
        Thread.onSpinWait();
      }
      assertThat(robot.over().end()).isInstanceOf(PolicyEnd.ArmEnded.class);
    }
  }

  @Test
  void beginsWithTheLawAndTheGainsThatAreDeclared() {
    var declared =
        ArmDeclaration.of(Model.FR3)
            .under(StartingLaw.PID)
            .gain("kp", 33.0)
            .gain("ee_kd", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    try (var robot = new PolicyRobot(folder, HOLDS, policy -> policy, declared)) {
      PolicyRobot.awaitTaken(robot.moving(), 1);

      var control = robot.its.station().control();
      assertThat(control.snapshot().law).isEqualTo(2);
      assertThat(control.setting().gains().list(Gains.Name.KP)).containsOnly(33);
      assertThat(control.setting().gains().list(Gains.Name.EE_KD))
          .containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void refusesAPolicyThatThereIsNot() {
    try (var robot = robot(HOLDS, policy -> policy)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> robot.its.run("wav"))
          .withMessage("There is no policy 'wav'; there is wave");
    }
  }
}
