package dev.terrarium.control.loop;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.os.CompilerThreads;
import dev.terrarium.os.Scheduling;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.NotArmedException;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.Registration;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/// Moves an arm by a controller, on a thread of its own, every millisecond, for as long as a permit
/// holds.
///
/// All methods may be called on any thread, its own among them, and none waits for it.
///
/// Its [#ring] takes 38 MB of an arm of seven joints, as long as it is not closed.
public final class ControlLoop implements AutoCloseable {
  private final Gate gate;
  private final Permit permit;
  private final Taken taken;
  private final LoopOptions options;
  private final LoopClock clock;
  private final Records records;
  private final Rehearsal rehearsal;
  private final Cycles cycles;
  private final Privileges privileges;
  private final CompletableFuture<RealTimeReport> live = new CompletableFuture<>();
  private final CompletableFuture<LoopEnd> ended = new CompletableFuture<>();
  private volatile long threadId;

  private ControlLoop(
      Robot robot, LoopOptions options, Taken taken, LoopClock clock, OperatingSystem system) {
    this.taken = taken;
    gate = robot.gate();
    permit = robot.permit();
    this.options = options;
    this.clock = clock;
    Arm arm = robot.arm();
    Controller controller = robot.controller();
    rehearsal = new Rehearsal(arm, controller, permit, options);
    records = Records.create(arm.limits().joints(), controller.extras(), options.sharing());
    cycles = new Cycles(arm, controller, permit, options, clock, records);
    privileges = new Privileges(system);
  }

  /// What a loop brings together.
  record Robot(Arm arm, Controller controller, Gate gate, Permit permit) {
    Robot {
      Objects.requireNonNull(arm, "arm is what is moved, not null");
      Objects.requireNonNull(controller, "controller is what computes torques, not null");
      Objects.requireNonNull(gate, "gate is that of the robot, not null");
      Objects.requireNonNull(permit, "permit is that of the gate, not null");
    }
  }

  /// Rehearses, asks the system for what is wanted, takes control of the arm, and returns when the
  /// first cycle is about to begin.
  ///
  /// @param gate of the robot that the arm belongs to
  /// @param permit of that gate; the loop ends when it is over
  /// @throws NotArmedException if the permit is over already
  /// @throws IllegalArgumentException if the permit is another robot's, or an option does not fit
  ///   the arm
  /// @throws IllegalStateException if another loop moves the arm or publishes in the same file, or
  ///   the controller fails in its rehearsal; the arm was left alone
  /// @throws ArmException if the arm cannot be controlled
  public static ControlLoop start(
      Arm arm, Controller controller, Gate gate, Permit permit, LoopOptions options) {
    return start(
        new Robot(arm, controller, gate, permit),
        options,
        new LoopClock.OfSystem(options.realTime().spinTail()),
        OperatingSystem.real());
  }

  /// Does the same, and does not wait until it is live.
  ///
  /// @see #live
  public static ControlLoop launch(
      Arm arm, Controller controller, Gate gate, Permit permit, LoopOptions options) {
    return launch(
        new Robot(arm, controller, gate, permit),
        options,
        new LoopClock.OfSystem(options.realTime().spinTail()),
        OperatingSystem.real());
  }

  static ControlLoop start(
      Robot robot, LoopOptions options, LoopClock clock, OperatingSystem system) {
    ControlLoop loop = launch(robot, options, clock, system);
    try {
      var _ = loop.live.join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
    return loop;
  }

  private static ControlLoop launch(
      Robot robot, LoopOptions options, LoopClock clock, OperatingSystem system) {
    robot.permit().require();
    if (!robot.gate().admits(robot.permit())) {
      robot.permit().require(); // Unless it is over since.
      throw new IllegalArgumentException(
          "the permit is for '%s', and the gate is that of '%s': expected the gate's own, as Gate.permit() gives it"
              .formatted(robot.permit().robot(), robot.gate().robot()));
    }
    Taken taken = Taken.of(robot.arm(), options.sharing());
    ControlLoop loop;
    try {
      loop = new ControlLoop(robot, options, taken, clock, system);
    } catch (Throwable e) {
      taken.giveBack();
      throw e;
    }
    Thread.ofPlatform().daemon().name("terrarium-control-" + robot.arm().name()).start(loop::run);
    return loop;
  }

  private static RuntimeException unwrapped(CompletionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error error -> throw error;
      case null, default -> e;
    };
  }

  private void run() {
    Registration moving = gate.moving();
    try {
      rehearsal.run(clock, new Hotspot(new CompilerThreads()));
      threadId = ownNumber();
      RealTimeReport granted = privileges.take(options.realTime());
      permit.require();
      cycles.begin();
      live.complete(granted);
    } catch (Throwable e) {
      leave(moving);
      records.ring().release();
      ended.completeExceptionally(e);
      live.completeExceptionally(e);
      return;
    }
    Ending ending = goOn();
    leave(moving); // Before others run on this thread, who must not reign on it.
    ended.complete(ending.told(gate, records.ring().last(LoopEnd.CYCLES)));
  }

  /// Those of the JVM.
  private record Hotspot(CompilerThreads threads) implements Rehearsal.Compilers {
    private static final long PAUSE = 10_000_000;

    @Override
    public boolean areIdle() {
      return threads.areIdle();
    }

    @Override
    public void pause() {
      LockSupport.parkNanos(PAUSE);
    }
  }

  private static long ownNumber() {
    try {
      return Scheduling.threadId();
    } catch (UncheckedIOException _) {
      return 0; // Without /proc a loop runs as well.
    }
  }

  private void leave(Registration moving) {
    moving.close();
    privileges.giveBack();
    taken.giveBack();
  }

  private Ending goOn() {
    try {
      while (cycles.cycle()) {}
      return cycles.finish();
    } catch (Throwable e) {
      return cycles.broken(e);
    }
  }

  /// Returns what ends with what the system granted when the first cycle is about to begin, on the
  /// loop's thread; or with what [#start] throws, after [#ended].
  public CompletionStage<RealTimeReport> live() {
    return live.minimalCompletionStage();
  }

  /// Returns what the system granted; waits until it is live.
  public RealTimeReport granted() {
    return live.join();
  }

  /// Returns where its newest state stands.
  public StateBoard board() {
    return records.board();
  }

  /// Returns where its cycles stand.
  public CycleRing ring() {
    return records.ring();
  }

  /// Returns the time from one deadline to the next.
  public Duration period() {
    return options.period();
  }

  /// Returns the system's number of its thread, which stands in `/proc/self/task`; 0 where there is
  /// none.
  public long threadId() {
    return threadId;
  }

  /// Asks that the arm be brought to rest and let go of; does not wait for it.
  public void stop() {
    cycles.stop();
  }

  /// Takes its priority away: it does not end, and what keeps it from that must not keep others off
  /// its processor. Does nothing where it has none.
  ///
  /// @return whether it had one
  public boolean giveWay() {
    return threadId != 0 && !ended.isDone() && privileges.takePriority(threadId);
  }

  /// Stops it, and frees the memory of its ring when it has ended and nobody holds that any more;
  /// does not wait. Its board keeps the last state.
  @Override
  public void close() {
    stop();
    var _ = ended.whenComplete((_, _) -> records.ring().release());
  }

  /// Returns what ends when the arm has been let go of; with what was thrown, if the loop was never
  /// live. What depends on it runs on the loop's thread after its last cycle, as any usual thread.
  public CompletionStage<LoopEnd> ended() {
    return ended.minimalCompletionStage();
  }
}
