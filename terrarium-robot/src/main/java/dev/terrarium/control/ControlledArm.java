package dev.terrarium.control;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Law;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.law.Setting;
import dev.terrarium.control.loop.BoardState;
import dev.terrarium.control.loop.ControlLoop;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.move.MoveLimits;
import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.robot.InMemory;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.HandlerResult;
import dev.terrarium.safety.NotArmedException;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.Registration;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// An arm that can be started, commanded and stopped.
///
/// It moves for as long as its robot is armed; nothing here arms it. All methods may be called on
/// any thread, also within a law or by what depends on a stage; only [#start] waits. Commands of
/// several threads take effect in some order, each whole.
///
/// It is the arm's disarm handler: a disarm waits until the arm is at rest.
public final class ControlledArm implements AutoCloseable {
  /// How long a start takes at most beside its rehearsal.
  private static final Duration LONGEST_START = Duration.ofSeconds(30);

  private static final System.Logger LOGGER =
      System.getLogger(ControlledArm.class.getPackageName());

  private final Arm arm;
  private final Gate gate;
  private final ArmOptions options;
  private final LongSupplier nanos;
  private final ArmController controller;
  private final Optional<Postures> postures;
  private final AtomicReference<@Nullable Tour> newest = new AtomicReference<>();
  private final Registration handler;
  private volatile boolean isClosed;

  /// @param nanos what starts are timed by
  ControlledArm(Arm arm, Gate gate, ArmOptions options, LongSupplier nanos) {
    this.nanos = nanos;
    this.arm = Objects.requireNonNull(arm, "arm is what is controlled, not null");
    this.gate = Objects.requireNonNull(gate, "gate is that of the arm's robot, not null");
    this.options = options;
    controller = new ArmController(arm.limits(), options.limiting(), options.laws());
    postures = arm.kinematics().map(kinematics -> new Postures(kinematics, arm.limits()));
    handler = gate.handler(options.component(), newest, ControlledArm::awaitRest);
  }

  /// Takes an arm into care, which does not move it.
  ///
  /// @param gate of the robot that the arm belongs to
  /// @throws IllegalArgumentException if its loop is to stay on a processor that there is not
  /// @throws IllegalStateException if the component has a disarm handler already
  public static ControlledArm of(Arm arm, Gate gate, ArmOptions options) {
    options.loop().realTime().requireProcessor();
    return new ControlledArm(arm, gate, options, System::nanoTime);
  }

  /// Starts the loop, and returns when it has run its first cycle: the arm is held where it stands,
  /// by `impedance` or by the law that was chosen.
  ///
  /// Whoever is interrupted meanwhile, or waits when the robot is disarmed, waits no longer, even
  /// if the arm does not answer; nor does anybody wait longer than 30 s beside the rehearsal. What
  /// was begun is then stopped as soon as it does; until then a disarm fails, and [#ended] has not
  /// ended.
  ///
  /// @throws DisarmedException if the robot is not armed; says who arms it
  /// @throws IllegalStateException if it has been started or closed, the law fails in the
  ///   rehearsal, the thread was interrupted, or there was no first cycle in that time; says where
  ///   each loop of this process stands
  /// @throws dev.terrarium.control.robot.ArmException if the arm cannot be controlled
  public void start() {
    requireOpen();
    Permit permit = gate.permit().orElseThrow(() -> DisarmedException.of(gate));
    Tour before = newest.get();
    var tour = new Tour();
    if ((before != null && !before.isOver()) || !newest.compareAndSet(before, tour)) {
      throw refused(newest.get());
    }
    try {
      requireOpen(); // If not, who closes it has not seen this start.
      launch(tour, permit, before);
    } catch (NotArmedException e) {
      abandon(tour, before, e);
      throw DisarmedException.of(gate);
    } catch (Throwable e) {
      abandon(tour, before, e);
      throw e;
    }
    awaitFirstCycle(tour, permit);
  }

  private IllegalStateException refused(@Nullable Tour other) {
    return new IllegalStateException(
        other != null && other.hasRun()
            ? "the arm '%s' has been started: stop it, and wait for its end, before it is started again"
                .formatted(gate.robot())
            : "the arm '%s' is being started: wait until it is".formatted(gate.robot()));
  }

  private void launch(Tour tour, Permit permit, @Nullable Tour before) {
    ControlLoop loop = ControlLoop.launch(arm, controller, gate, permit, options.loop());
    var _ =
        loop.live()
            .thenRun(() -> {
              controller.live();
              tour.goLive(loop);
              if (before != null) {
                before.free();
              }
            });
    var _ =
        loop.ended()
            .whenComplete((end, thrown) -> {
              if (end == null) {
                loop.close();
                abandon(tour, before, thrown);
              } else {
                over(tour, end);
              }
            });
  }

  private void abandon(Tour tour, @Nullable Tour before, Throwable thrown) {
    newest.set(before);
    tour.fail(thrown);
    giveUpClosed();
  }

  private void awaitFirstCycle(Tour tour, Permit permit) {
    long began = nanos.getAsLong();
    Duration longest = LONGEST_START.plus(options.loop().warmUp().atMost());
    while (!tour.hasRun()) {
      if (!permit.isValid()) {
        throw DisarmedException.of(gate);
      }
      tour.throwFailure();
      if (Thread.currentThread().isInterrupted()) {
        tour.stop();
        throw new IllegalStateException(
            "the start of the arm '%s' was interrupted: it is stopped; wait for its end, before it is started again"
                .formatted(gate.robot()));
      }
      if (nanos.getAsLong() - began > longest.toNanos()) {
        tour.stop();
        throw new IllegalStateException(
            "the arm '%s' had no first cycle within %d s, and is stopped as soon as it can be. The loops of this process: %s. An arm or a law that never returns keeps the others waiting: end the process"
                .formatted(gate.robot(), longest.toSeconds(), LoopThreads.places()));
      }
      LockSupport.parkNanos(500_000);
    }
  }

  /// Asks that the arm be brought to rest and let go of, and does not wait.
  ///
  /// @return what ends then; a caller that is not called by the loop or by a stage may wait for it
  /// @throws IllegalStateException if it has not been started
  public CompletionStage<LoopEnd> stop() {
    Tour tour = started();
    tour.stop();
    return tour.ended().minimalCompletionStage();
  }

  /// Returns what ends when the loop has ended, the arm is let go of, and its fault, if it ended by
  /// one, has been told.
  ///
  /// @throws IllegalStateException if it has not been started
  public CompletionStage<LoopEnd> ended() {
    return started().ended().minimalCompletionStage();
  }

  /// Stops it, for good: it cannot be started again. Does not wait for its end, with which it is
  /// the arm's disarm handler no more, and keeps no cycles.
  @Override
  public void close() {
    isClosed = true;
    Tour tour = newest.get();
    if (tour == null || tour.isOver()) {
      handler.close();
    } else {
      tour.stop();
    }
    if (tour != null) {
      var _ = tour.ended().whenComplete((_, _) -> tour.free());
    }
  }

  private void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException(
          "the arm '%s' has been closed: take it into care again by ControlledArm.of, and start that"
              .formatted(gate.robot()));
    }
  }

  /// Gives back the handler of one that was closed before its end.
  private void giveUpClosed() {
    if (isClosed) {
      handler.close();
    }
  }

  /// Switches to a law at the beginning of the next cycle: it wants the arm to stay as it stands.
  /// Before the start it chooses the law to begin with.
  ///
  /// @throws IllegalArgumentException if it is of another number of joints
  public void switchTo(Law law) {
    Objects.requireNonNull(law, "law is what computes torques, not null");
    Tour tour = newest.get();
    if (tour == null || tour.isOver()) {
      controller.choose(law);
    } else {
      controller.switchTo(law, state());
    }
  }

  /// Switches to a law of [Laws] by its name.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  public void switchTo(String law) {
    Objects.requireNonNull(law, "law is the name of one, such as impedance, not null");
    switchTo(Laws.named(law, arm.limits().joints()));
  }

  /// Takes a target, which is held until another comes.
  ///
  /// @throws IllegalArgumentException if it is malformed, outside limits or out of reach
  /// @throws IllegalStateException if no loop moves the arm
  public void aim(Target target) {
    controller.aim(reachable(target), Age.NONE, state());
  }

  /// Takes a target that is worth something for a while; then, until another command comes, the arm
  /// gives way, and its joints are damped.
  ///
  /// @throws IllegalArgumentException if it is malformed, outside limits or out of reach
  /// @throws IllegalStateException if no loop moves the arm
  public void aim(Target target, Duration hold) {
    Objects.requireNonNull(hold, "hold is how long the target is held, not null");
    controller.aim(reachable(target), PolicyOptions.age(System.nanoTime(), hold), state());
  }

  /// Refuses a pose that joints do not get to.
  private Target reachable(Target target) {
    Objects.requireNonNull(target, "target is where the arm is wanted, not null");
    if (target.kind() == Target.Kind.POSE && postures.isPresent()) {
      Setting aimed = Reach.aimed(target, controller.setting(), arm.limits());
      postures.get().require(aimed, state().q);
    }
    return target;
  }

  /// Replaces a list of gains, whatever the arm does.
  ///
  /// @throws IllegalArgumentException if it has another length, or a number that cannot be
  public void gain(Gains.Name name, double... values) {
    Objects.requireNonNull(name, "name is that of a list of gains, not null");
    Objects.requireNonNull(values, "values are the gains of that name, not null");
    controller.gain(name, values);
  }

  /// Replaces all gains.
  ///
  /// @throws IllegalArgumentException if they are of another number of joints
  public void gains(Gains gains) {
    Objects.requireNonNull(gains, "gains are how hard laws pull, not null");
    controller.gains(gains);
  }

  /// Takes another tool: the pose of its point in the flange's frame, 4×4, row-major. An arm that
  /// moves is wanted to stay as it stands.
  ///
  /// @throws IllegalArgumentException if that is no pose
  public void tool(double... pose) {
    Objects.requireNonNull(pose, "pose is the tool's, 16 numbers, not null");
    Tour tour = newest.get();
    controller.tool(tour == null || tour.isOver() ? null : state(), pose);
  }

  /// Returns the name of the law that was chosen last; that of a move is `impedance`.
  public String law() {
    return controller.chosen();
  }

  /// Returns what is wanted of the arm; during a move, at its end. Before the first start it is to
  /// stay as it stands.
  public Setting setting() {
    Setting wanted = controller.setting();
    if (controller.hasBegun()) {
      return wanted;
    }
    var standing = new ArmState(arm.limits().joints());
    InMemory.read(arm, standing);
    return wanted.heldAt(standing);
  }

  /// Moves joints to a goal, by what moves usually keep to.
  ///
  /// @see #move(double[], MoveLimits)
  public CompletionStage<MoveEnd> move(double... goal) {
    return move(goal, MoveLimits.usual(arm.limits().joints()));
  }

  /// Moves joints to a goal and keeps them there, by impedance with the gains that there are. A
  /// move that comes in the middle of another goes on from where that one wants the arm, with its
  /// velocity and acceleration.
  ///
  /// @param goal rad, one for each joint
  /// @param limits are kept to, and the arm's own
  /// @return how it ended
  /// @throws IllegalArgumentException if the goal or the limits are not of as many joints
  /// @throws IllegalStateException if no loop moves the arm
  public CompletionStage<MoveEnd> move(double[] goal, MoveLimits limits) {
    Objects.requireNonNull(goal, "goal is a position of each joint, rad, not null");
    Objects.requireNonNull(limits, "limits are what the move keeps to, not null");
    double[] to = goal.clone();
    ControlLoop loop = loop();
    Moving moving = controller.move(to, limits, this::state);
    if (!moving.end().isDone()) {
      Thread.ofPlatform()
          .daemon()
          .name("terrarium-move-" + arm.name())
          .start(() -> moving.watch(loop.board(), options.arrival()));
    }
    return moving.end().minimalCompletionStage();
  }

  /// Lets a policy give targets for the law that there is, until it is stopped, fails, or another
  /// command comes. Its first is waited for as long as one is held; then the arm gives way.
  ///
  /// @throws IllegalStateException if no loop moves the arm
  public PolicyRun run(Policy policy, PolicyOptions policyOptions) {
    Objects.requireNonNull(policy, "policy is what gives targets, not null");
    Objects.requireNonNull(policyOptions, "policyOptions are how the policy is asked, not null");
    Tour tour = started();
    var run = new PolicyRun(policy, policyOptions, claimed(policyOptions), System::nanoTime);
    tour.add(run);
    var _ = run.ended().thenRun(() -> tour.remove(run));
    run.start("terrarium-policy-" + arm.name());
    return run;
  }

  private PolicyRun.Side claimed(PolicyOptions policyOptions) {
    long ticket = controller.claim("a policy", policyOptions.age(System.nanoTime()), state());
    return new PolicyRun.Side() {
      @Override
      public BoardState observe() {
        return snapshot();
      }

      @Override
      public Given aim(Target target, Age age) {
        return controller.aim(ticket, reachable(target), age);
      }
    };
  }

  /// Returns how the arm stands: the loop's newest state, of one cycle, which is the caller's own.
  ///
  /// @throws IllegalStateException if it has not been started
  public ArmState state() {
    return snapshot().arm;
  }

  /// Returns the loop's newest state with what the loop tells of itself.
  ///
  /// @throws IllegalStateException if it has not been started
  public BoardState snapshot() {
    ControlLoop loop = loop();
    BoardState room = loop.board().room();
    while (!loop.board().read(room)) {
      Thread.onSpinWait();
    }
    return room;
  }

  /// Returns the loop that moves the arm, or moved it last: what it was granted, its board and its
  /// ring.
  ///
  /// @throws IllegalStateException if it has not been started
  public ControlLoop loop() {
    ControlLoop loop = started().loop();
    if (loop == null || loop.board().written() == 0) {
      throw new IllegalStateException(
          "the arm '%s' is being started: wait until start() returns".formatted(gate.robot()));
    }
    return loop;
  }

  private Tour started() {
    Tour tour = newest.get();
    if (tour == null) {
      throw new IllegalStateException(
          "the arm '%s' has not been started: start it first".formatted(gate.robot()));
    }
    return tour;
  }

  /// Ends what hangs on the loop. Whoever waits for the arm to rest goes first: what is told of the
  /// end may disarm.
  private void over(Tour tour, LoopEnd end) {
    controller.end(end);
    tour.rest(end);
    if (end.isFault()) {
      tell(end);
    }
    giveUpClosed();
    tour.ended().complete(end);
    tour.endPolicies(end);
  }

  private void tell(LoopEnd end) {
    try {
      gate.report(options.component(), new Faults(options.component(), arm.limits()).of(end));
      options.faults().accept(end);
    } catch (Throwable e) {
      LOGGER.log(
          Level.ERROR, "what is told of the end of '" + arm.name() + "' failed: " + end.words(), e);
    }
  }

  private static HandlerResult awaitRest(AtomicReference<@Nullable Tour> newest) throws Exception {
    Tour tour = newest.get();
    return tour == null ? HandlerResult.safe() : tour.awaitRest();
  }
}
