package dev.terrarium.control.loop;

import dev.terrarium.control.loop.Ending.Reason;
import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.safety.Permit;
import org.jspecify.annotations.Nullable;

/// What happens in each cycle of a loop, on its thread; without a thread of its own.
///
/// ```
///   wait for the deadline → read the arm → compute → may it move? → write → tell
/// ```
///
/// The permit is asked after computing, so that the first write after a trip is a safe one however
/// long the controller took. From the first reason to end on the controller is not called any more:
/// each cycle writes the safe torque until the arm rests, and the last cycle is that in which it
/// was given none, or in which its time to settle is over.
///
/// Deadlines are multiples of the period after the first. One that passed while a cycle was busy is
/// counted as missed and left out: two cycles are never nearer to each other than the arm expects.
/// An arm that keeps the time is read first, and the cycle begins when its packet has come: that is
/// its deadline, and packets that have not come are missed.
///
/// Nothing is allocated in a cycle unless something is thrown in it.
final class Cycles {
  private final Arm arm;
  private final Controller controller;
  private final Permit permit;
  private final LoopClock clock;
  private final Records records;

  private final long period;
  private final long settle;
  private final SafeTorque safe;
  private final ArmState state;

  /// A copy of the state, for the controller: what it writes there moves nothing.
  private final ArmState shown;

  private final CycleRow row;
  private final Tally tally = new Tally();
  private final Ending ending = new Ending();

  private volatile boolean isStopAsked;
  private long next;
  private long number;
  private long endsSince;
  private boolean isArmLost;

  Cycles(
      Arm arm,
      Controller controller,
      Permit permit,
      LoopOptions options,
      LoopClock clock,
      Records records) {
    this.arm = arm;
    this.controller = controller;
    this.permit = permit;
    this.clock = clock;
    this.records = records;
    period = options.period().toNanos();
    settle = options.safeStop().settle().toNanos();
    safe = new SafeTorque(arm.limits(), options.safeStop(), period / 1e9);
    state = new ArmState(arm.limits().joints());
    shown = new ArmState(arm.limits().joints());
    row = new CycleRow(arm.limits().joints(), records.ring().extras());
  }

  /// Takes control of the arm; the first deadline is one period later.
  void begin() {
    arm.begin(clock.now());
    try {
      long now = clock.now();
      arm.read(state, now);
      ArmException wrong = Unsound.motion(arm, state);
      if (wrong != null) {
        throw wrong;
      }
      shown.copyFrom(state);
      controller.begin(shown);
    } catch (Throwable e) {
      letGoAfter(e);
      throw e;
    }
    safe.begin();
    tally.phase = LoopPhase.LIVE.number();
    next = clock.now() + period;
  }

  private void letGoAfter(Throwable thrown) {
    try {
      arm.end();
    } catch (Throwable e) {
      thrown.addSuppressed(e);
    }
  }

  /// Asks that the arm be brought to rest, from any thread.
  void stop() {
    isStopAsked = true;
  }

  /// Runs one cycle; returns whether there is another.
  boolean cycle() {
    if (arm.keepsTime() ? readAndWake() : wakeAndRead()) {
      compute();
      choose();
      writeArm();
    }
    records.add(row, state, tally);
    return !isOver();
  }

  private boolean wakeAndRead() {
    clock.waitUntil(next);
    wake(clock.now());
    return readArm(row.woke);
  }

  private boolean readAndWake() {
    boolean isRead = readArm(clock.now());
    long before = next - period;
    long missed = Math.max(0, Math.round((row.read - before) / (double) period) - 1);
    next = row.read - missed * period;
    wake(row.read);
    return isRead;
  }

  private void wake(long now) {
    long late = now - next;
    long missed = late < period ? 0 : late / period;
    number += missed;
    row.cycle = number++;
    row.deadline = next + missed * period;
    row.woke = now;
    row.missed = missed;
    row.flags = missed == 0 ? 0 : CycleFlag.LATE.mask();
    tally.missed += missed;
    tally.cycles++;
    next = row.deadline + period;
  }

  private boolean readArm(long now) {
    try {
      arm.read(state, now);
    } catch (Throwable e) {
      lose(e);
    }
    row.read = clock.now();
    row.computed = row.read;
    row.written = row.read;
    if (state.reflexes != 0) {
      ending.reflexes(state.reflexes);
    }
    if (!ending.has()) {
      endBy(Unsound.motion(arm, state));
    }
    return !isArmLost;
  }

  private void compute() {
    if (ending.has()) {
      return;
    }
    shown.copyFrom(state);
    try {
      controller.torques(shown, row.torque);
      controller.extras(row.extras);
      row.law = controller.law();
    } catch (Throwable e) {
      row.flags |= CycleFlag.THREW.mask();
      ending.failed(Reason.CONTROLLER, e);
    }
    requireNumbers();
    row.computed = clock.now();
    if (row.computed - row.read > period) {
      row.flags |= CycleFlag.SLOW.mask();
      tally.slow++;
    }
  }

  /// Ends where the arm gives what is no number; it takes torques nevertheless.
  private void endBy(@Nullable ArmException wrong) {
    if (wrong != null) {
      ending.failed(Reason.ARM, wrong);
    }
  }

  private void requireNumbers() {
    for (int joint = 0; joint < row.torque.length; joint++) {
      if (!Double.isFinite(row.torque[joint])) {
        row.flags |= CycleFlag.NOT_A_NUMBER.mask();
        endBy(Unsound.model(arm, state));
        ending.notANumber(joint, row.torque[joint]);
      }
    }
  }

  /// Takes the controller's torques if the robot may move and nobody has a reason to end.
  private void choose() {
    boolean mayMove = permit.isValid();
    row.permit = mayMove ? 1 : 0;
    if (!mayMove) {
      ending.because(Reason.SAFETY);
    } else if (isStopAsked) {
      ending.because(Reason.STOPPED);
    }
    if (ending.has()) {
      if (tally.phase == LoopPhase.LIVE.number()) {
        tally.phase = LoopPhase.STOPPING.number();
        endsSince = row.woke;
      }
      row.flags |= CycleFlag.SAFE.mask();
      safe.torques(state, row.torque);
    }
  }

  private void writeArm() {
    try {
      arm.write(row.torque, row.computed);
    } catch (Throwable e) {
      lose(e);
    }
    row.written = clock.now();
    safe.given(row.torque);
  }

  private void lose(Throwable thrown) {
    isArmLost = true;
    ending.failed(Reason.ARM, thrown);
  }

  private boolean isOver() {
    return isArmLost || (ending.has() && (safe.isDone() || row.woke - endsSince >= settle));
  }

  /// Lets go of the arm; returns why.
  Ending finish() {
    try {
      arm.end();
    } catch (Throwable e) {
      ending.notLetGo(e);
    }
    tally.phase = LoopPhase.ENDED.number();
    records.board().publish(row, state, tally);
    return ending;
  }

  /// Lets go of the arm after something was thrown that cannot be: it is told as the controller's.
  Ending broken(Throwable thrown) {
    ending.failed(Reason.CONTROLLER, new AssertionError("a bug of Terrarium's loop", thrown));
    return finish();
  }
}
