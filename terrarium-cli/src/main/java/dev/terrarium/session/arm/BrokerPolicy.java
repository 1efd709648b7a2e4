package dev.terrarium.session.arm;

import dev.terrarium.broker.Broker;
import dev.terrarium.broker.CallOptions;
import dev.terrarium.broker.PythonCall;
import dev.terrarium.broker.ReturnType;
import dev.terrarium.control.Observation;
import dev.terrarium.control.Policy;
import dev.terrarium.control.Target;
import dev.terrarium.control.loop.BoardState;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.message.ArrayView;
import dev.terrarium.safety.NotArmed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One run of a policy in Python, which is asked through a broker.
///
/// What Python raises, what does not fit, and a deadline that has passed fail the answer, and so
/// end the run; a trip ends the call, and the loop is gone by then. Nothing is asked twice.
final class BrokerPolicy implements Policy {
  private final Broker broker;
  private final PythonCall call;
  private final Duration deadline;
  private final Supplier<String> law;

  // The thread that asks owns it.
  private @Nullable ArmState start;

  private volatile @Nullable CompletableFuture<Target> open;
  private volatile boolean isOver;

  /// @param call takes the observation as its one argument
  /// @param deadline how long an answer may take, the wait for its turn included
  /// @param law tells the one that was chosen last, which the board tells only a cycle later
  BrokerPolicy(Broker broker, PythonCall call, Duration deadline, Supplier<String> law) {
    this.broker = broker;
    this.call = call;
    this.deadline = deadline;
    this.law = law;
  }

  @Override
  public CompletionStage<Target> act(Observation observation) {
    BoardState state = observation.state();
    ArmState began = start;
    if (began == null) {
      began = state.arm;
      start = began;
    }
    var answer = new PolicyAnswer(state.arm.joints, law.get());
    var how =
        CallOptions.returning(ReturnType.custom(answer::target)).within(deadline).whileArmed();
    var asked =
        broker.callAsync(call.taking(List.of(told(observation.number(), state, began))), how);
    open = asked;
    if (isOver) {
      asked.cancel(true);
    }
    return unlessSafetyLeft(asked);
  }

  /// A trip ends the loop, and that ends the run, whichever of them is told first: what the call
  /// has to say of it is left out.
  private static CompletionStage<Target> unlessSafetyLeft(CompletableFuture<Target> asked) {
    var answer = new CompletableFuture<Target>();
    var _ =
        asked.whenComplete((target, fault) -> {
          if (fault == null) {
            answer.complete(target);
          } else if (!(fault instanceof NotArmed)) {
            answer.completeExceptionally(fault);
          }
        });
    return answer;
  }

  /// Gives up what is asked, and interrupts it.
  void end() {
    isOver = true;
    CompletableFuture<Target> asked = open;
    if (asked != null) {
      asked.cancel(true);
    }
  }

  /// Asks once, in any state of safety, how it would move an arm that stands like that; what it
  /// says is checked, and not done.
  ///
  /// @param law the law that will move the arm
  /// @throws dev.terrarium.broker.BrokerException if it comes to no target
  static void rehearse(
      Broker broker, PythonCall call, Duration within, BoardState state, String law)
      throws InterruptedException {
    var answer = new PolicyAnswer(state.arm.joints, law);
    var how = CallOptions.returning(ReturnType.custom(answer::target)).within(within).inAnyState();
    var _ = broker.call(call.taking(List.of(told(0, state, state.arm))), how);
  }

  private static Map<String, Object> told(long number, BoardState state, ArmState began) {
    var told = new LinkedHashMap<String, Object>();
    told.put("number", number);
    told.put("seconds", (state.arm.nanoTime - began.nanoTime) / 1e9);
    told.put("q", state.arm.q);
    told.put("dq", state.arm.dq);
    told.put("ee", pose(state.arm.ee));
    told.put("torque", state.arm.lastTorque);
    told.put("initial_q", began.q);
    told.put("initial_ee", pose(began.ee));
    return told;
  }

  private static ArrayView pose(double[] values) {
    var data = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(values);
    return new ArrayView("<f8", List.of(4, 4), data);
  }
}
