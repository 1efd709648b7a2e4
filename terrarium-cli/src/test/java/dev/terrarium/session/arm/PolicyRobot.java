package dev.terrarium.session.arm;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.BrokerListener;
import dev.terrarium.broker.Robot;
import dev.terrarium.broker.RobotOptions;
import dev.terrarium.broker.declaration.ArmDeclaration;
import dev.terrarium.broker.declaration.OperationDeclaration.Arming;
import dev.terrarium.broker.declaration.PolicyDeclaration;
import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.control.PolicyRun;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.testing.OneInterpreter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A robot whose arm is a [PatientArm], with a policy that the test writes in Python.
final class PolicyRobot implements AutoCloseable {
  static final RobotId CELL = new RobotId("cell");
  static final String POLICY = "wave";

  private static final AtomicInteger MODULES = new AtomicInteger();

  final Safety safety = Safety.open();
  final ConcurrentLinkedQueue<ArmNews> news = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<BrokerEvent> ofPolicy = new ConcurrentLinkedQueue<>();
  final PatientArm arm = new PatientArm();

  /// The module of the policy: another one in each test, as one interpreter has them all.
  final String module = "waving_" + MODULES.incrementAndGet();

  final Robot robot;
  final RobotArm its;

  PolicyRobot(Path folder, String script, UnaryOperator<PolicyDeclaration> changed) {
    this(folder, script, changed, ArmDeclaration.of(ArmDeclaration.Model.FR3));
  }

  PolicyRobot(
      Path folder,
      String script,
      UnaryOperator<PolicyDeclaration> changed,
      ArmDeclaration declared) {
    try {
      Files.writeString(folder.resolve(module + ".py"), script);
      robot =
          Robot.open(
              safety,
              RobotDeclaration.builder(CELL.name())
                  .simulated(Arming.OPERATOR)
                  .arm(declared)
                  .policy(POLICY, changed.apply(PolicyDeclaration.of(module, "act")))
                  .build(),
              OneInterpreter.settings(List.of(folder)),
              RobotOptions.none().in(folder));
      its = opened();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private RobotArm opened() throws InterruptedException {
    boolean isOpen = false;
    try {
      var station =
          ArmStation.open(robot.gate(), arm, Stations.settings(), RobotArm.faults(safety, robot));
      var opened =
          RobotArm.open(
              robot,
              station,
              new ArmWatcher() {
                @Override
                public void happened(ArmNews what) {
                  news.add(what);
                }

                @Override
                public BrokerListener ofPolicy(String policy) {
                  return ofPolicy::add;
                }
              });
      isOpen = true;
      return opened;
    } finally {
      if (!isOpen) {
        safety.close();
      }
    }
  }

  /// Arms it, starts the arm, and gives it to the policy.
  PolicyRun moving() {
    arm();
    its.start();
    return its.run(POLICY);
  }

  void arm() {
    if (!(safety.arm(CELL) instanceof ArmResult.Armed)) {
      throw new AssertionError("The robot cannot be armed");
    }
  }

  /// Waits until a policy's targets were taken so often.
  static void awaitTaken(PolicyRun run, long count) {
    while (run.counts().taken() < count) {
      Thread.onSpinWait();
    }
  }

  /// Waits until Python has printed a line.
  static void awaitPrinted(String line) {
    while (!OneInterpreter.hasPrinted(line)) {
      Thread.onSpinWait();
    }
  }

  /// Waits for how the policy ended.
  ArmNews.Over over() {
    while (true) {
      Map<String, ArmNews.Over> ends = its.ends();
      if (ends.containsKey(POLICY)) {
        return ends.get(POLICY);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    its.close();
    robot.close();
    safety.close();
  }
}
