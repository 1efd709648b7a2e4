package dev.terrarium.safety;

import dev.terrarium.safety.Step.Move;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What everybody but the operator sees of a robot's safety; it changes nothing.
///
/// Every question is answered without a lock, on any thread. The gate is given to whatever moves
/// the robot, listens to its safety, or owns hardware that has to be made safe.
///
/// This class calls no code of others: a permit's constructor trusts its caller to be the gate.
public final class Gate {
  private final Ledger ledger;

  private Gate(Ledger ledger) {
    this.ledger = ledger;
  }

  static Gate of(RobotId robot, Safety owner, Audience audience) {
    return new Gate(
        new Ledger(
            robot,
            new PhantomReference<>(owner, new ReferenceQueue<>()),
            new AtomicReference<>(Standing.FIRST),
            audience,
            new Handlers(),
            ConcurrentHashMap.newKeySet()));
  }

  /// Returns which robot it is.
  public RobotId robot() {
    return ledger.robot();
  }

  /// Returns the state that it is in.
  public SafetyState state() {
    return ledger.standing().get().state();
  }

  /// Whether it may move.
  public boolean isArmed() {
    return valid() != null;
  }

  /// Returns the permit of the arming that lasts, or nothing if the robot is not armed.
  public Optional<Permit> permit() {
    return Optional.ofNullable(valid());
  }

  /// Whether this permit lets this very robot move: it is of this gate, and it is valid.
  public boolean admits(Permit permit) {
    Permit valid = valid();
    return valid != null && valid == permit;
  }

  /// Lets somebody hear of every change of the state from here on.
  public Registration listen(SafetyListener listener) {
    Objects.requireNonNull(listener, "listen is given the listener that is to hear, not null");
    return ledger.audience().add(listener);
  }

  /// Registers what makes a component safe.
  ///
  /// It is called at every disarm until the registration is closed.
  ///
  /// @param options what the handler needs, immutable, and enough to act by when whoever registered
  ///   it is gone
  /// @throws IllegalStateException if the component has a handler, or the robot was unregistered
  public <O> Registration handler(ComponentPath path, O options, DisarmHandler<O> handler) {
    Objects.requireNonNull(path, "handler is given the path of the component, not null");
    Objects.requireNonNull(handler, "handler is given what makes the component safe, not null");
    return ledger.handlers().add(robot(), new Handler<>(path, options, handler));
  }

  /// Says that the current thread moves the robot, until the registration is closed.
  ///
  /// Disarm handlers may wait for such a thread. So it does not wait for them: if it disarms the
  /// robot, it is told that the robot is being disarmed, and goes on.
  public Registration moving() {
    Thread mover = Thread.currentThread();
    ledger.movers().add(mover);
    return () -> ledger.movers().remove(mover);
  }

  /// Whether the current thread moves the robot.
  boolean isMoving() {
    return ledger.movers().contains(Thread.currentThread());
  }

  /// Tells the listeners of a fault of a component; no state changes by it.
  public void report(ComponentPath component, Fault fault) {
    Objects.requireNonNull(component, "report is given the path of the component, not null");
    Objects.requireNonNull(fault, "report is given the fault that is to be told, not null");
    ledger.audience().report(robot(), component, fault);
  }

  /// Lets an event happen. The caller holds the lock that orders the robot's changes, and has the
  /// listeners told when it has let go of it.
  ///
  /// @param by the safety that the robot was registered with, which nobody finds who was not given
  ///   it
  Change apply(SafetyEvent event, Safety by) {
    // A reference whose object is gone refers to null.
    if (!ledger.owner().refersTo(Objects.requireNonNull(by))) {
      throw new IllegalCallerException(
          "The robot '" + robot() + "' is in the care of another Safety, which alone changes it");
    }
    Standing before = ledger.standing().get();
    Step step = SafetyMachine.next(before.state(), event);
    if (!(step instanceof Move(SafetyState to))) {
      return new Change(step, before);
    }
    Standing after = to == SafetyState.ARMED ? armed(before) : at(to, before);
    ledger.standing().set(after);
    ledger.audience().changed(robot(), before.state(), to);
    return new Change(step, after);
  }

  private Standing armed(Standing before) {
    long number = before.armings() + 1;
    var epoch = new Epoch(robot(), number, new CountDownLatch(1));
    return new Standing(SafetyState.ARMED, number, new Permit(epoch));
  }

  /// The permit ends before the state says so: nobody sees a robot that is disarmed and may move.
  private static Standing at(SafetyState to, Standing before) {
    if (before.permit() != null) {
      before.permit().revoke();
    }
    return new Standing(to, before.armings(), null);
  }

  Audience audience() {
    return ledger.audience();
  }

  Handlers handlers() {
    return ledger.handlers();
  }

  private @Nullable Permit valid() {
    Permit permit = ledger.standing().get().permit();
    return permit != null && permit.isValid() ? permit : null;
  }

  @Override
  public String toString() {
    return "gate of " + robot() + ", " + state().id();
  }
}
