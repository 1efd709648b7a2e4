package dev.terrarium.session.arm;

import dev.terrarium.broker.Broker;
import dev.terrarium.broker.CallOptions;
import dev.terrarium.broker.PythonCall;
import dev.terrarium.broker.Robot;
import dev.terrarium.broker.declaration.PolicyDeclaration;
import dev.terrarium.control.ControlledArm;
import dev.terrarium.control.PolicyOptions;
import dev.terrarium.control.PolicyRun;
import dev.terrarium.control.loop.BoardState;
import dev.terrarium.worker.script.Isolation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A declared policy, whose module is imported: it can be asked.
final class ArmPolicy implements AutoCloseable {
  private final String name;
  private final PolicyDeclaration declared;
  private final Broker broker;
  private final PythonCall call;
  private final boolean isBrokerOwn;
  private volatile @Nullable PolicyRun newest;

  private ArmPolicy(String name, PolicyDeclaration declared, Broker broker, boolean isBrokerOwn) {
    this.name = name;
    this.declared = declared;
    this.broker = broker;
    this.isBrokerOwn = isBrokerOwn;
    call = PythonCall.of(declared.call().module(), declared.call().function());
  }

  /// Imports a policy's module where it is declared to run.
  ///
  /// @throws dev.terrarium.broker.BrokerException if that fails
  static ArmPolicy load(Robot robot, String name, PolicyDeclaration declared, ArmWatcher watcher)
      throws InterruptedException {
    var module = declared.call().module();
    @Nullable Isolation isolation =
        switch (declared.place()) {
          case INLINE -> {
            var how = CallOptions.usual().inAnyState().within(patience(robot));
            robot.broker().importModule(module, how);
            yield null;
          }
          case THREAD -> Isolation.INLINE;
          case PROCESS -> Isolation.PROCESS;
        };
    return isolation == null
        ? new ArmPolicy(name, declared, robot.broker(), false)
        : new ArmPolicy(
            name,
            declared,
            robot.openBeside(name, isolation, List.of(module), List.of(watcher.ofPolicy(name))),
            true);
  }

  /// How long an import or a rehearsal may take, in which models are loaded.
  private static Duration patience(Robot robot) {
    var declared = robot.declaration().python().deadline();
    return declared.compareTo(CallOptions.DEADLINE) > 0 ? declared : CallOptions.DEADLINE;
  }

  String name() {
    return name;
  }

  PolicyDeclaration declared() {
    return declared;
  }

  /// Asks it once how it would move an arm that stands like that.
  ///
  /// @throws dev.terrarium.broker.BrokerException if it comes to no target
  void rehearse(Robot robot, BoardState state, String law) throws InterruptedException {
    BrokerPolicy.rehearse(broker, call, patience(robot), state, law);
  }

  /// Gives it the arm.
  ///
  /// @throws IllegalStateException if no loop moves the arm
  PolicyRun run(ControlledArm arm, Duration hold) {
    var asking = new BrokerPolicy(broker, call, declared.deadline(), arm::law);
    var run = arm.run(asking, new PolicyOptions(declared.rate(), hold));
    newest = run;
    var _ = run.ended().thenRun(asking::end);
    return run;
  }

  /// Has its Python give way, where that is not the robot's.
  void giveWay() {
    if (isBrokerOwn) {
      boolean _ = broker.giveWay();
    }
  }

  /// Returns its newest run; null before the first.
  @Nullable PolicyRun newest() {
    return newest;
  }

  @Override
  public void close() {
    PolicyRun run = newest;
    if (run != null) {
      run.stop();
    }
    if (isBrokerOwn) {
      broker.close();
    }
  }
}
