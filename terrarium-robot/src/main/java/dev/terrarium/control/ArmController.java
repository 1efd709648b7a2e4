package dev.terrarium.control;

import dev.terrarium.control.law.Duty;
import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Law;
import dev.terrarium.control.law.LawSwitch;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.law.Limiting;
import dev.terrarium.control.law.Setting;
import dev.terrarium.control.law.TorqueLimiter;
import dev.terrarium.control.loop.Controller;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.move.Move;
import dev.terrarium.control.move.MoveLimits;
import dev.terrarium.control.move.Planned;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Computes an arm's torques by the newest [Order].
///
/// The loop reads one volatile reference in each cycle, and nothing else that others write. Those
/// compose orders under a lock of their own, which the loop takes only in [#begin], before a first
/// cycle. What others compose after the loop has ended is refused.
final class ArmController implements Controller {
  /// After which time a move leaves the way that is followed, ns.
  private static final long LEAD = 4_000_000;

  private final ArmLimits limits;
  private final Limiting limiting;
  private final List<Supplier<Law>> own;
  private final LawSwitch laws;
  private final ReentrantLock writers = new ReentrantLock();
  private volatile Order order;
  private volatile boolean hasBegun;

  /// Whether commands are taken; guarded by `writers`.
  private boolean isLive;

  // The loop's own.
  private Order computed;
  private boolean isDecayed;
  private long decays;

  /// @param own each makes a law of the caller's to rehearse with
  ArmController(ArmLimits limits, Limiting limiting, List<Supplier<Law>> own) {
    this.limits = limits;
    this.limiting = limiting;
    this.own = own;
    laws = LawSwitch.through(TorqueLimiter.of(limits, limiting));
    Setting setting = Setting.holding(new ArmState(limits.joints())).withGains(Gains.usual(limits));
    order = Order.of(Duty.of(Laws.impedance(), setting));
    computed = order;
  }

  @Override
  public void begin(ArmState state) {
    compose(
        "a new start", now -> now.next(now.duty().switchedTo(now.law(), state), Age.NONE, null));
    hasBegun = true;
    laws.begin(state);
    computed = order;
    isDecayed = false;
    decays = 0;
  }

  @Override
  public void torques(ArmState state, double[] torques) {
    Order now = order;
    boolean isOld = now.age().isOver(state.nanoTime);
    if (isOld && !isDecayed) {
      decays++;
    }
    isDecayed = isOld;
    computed = now;
    laws.torques(isOld ? now.fallback() : now.duty(), state, torques);
  }

  @Override
  public Controller rehearsal() {
    return new Practice(limits, limiting, own);
  }

  @Override
  public long law() {
    return isDecayed ? Order.YIELDS : computed.number();
  }

  @Override
  public String subject() {
    return "the law '%s' (switchTo chooses another)".formatted(chosen());
  }

  @Override
  public int extras() {
    return Extra.count(limits.joints());
  }

  @Override
  public void extras(double[] into) {
    Duty duty = computed.duty();
    Follow follow = duty.law() instanceof Follow it ? it : null;
    into[Extra.SWAP] = duty.swap();
    into[Extra.PAST] = follow == null ? 0 : follow.past();
    into[Extra.DECAYS] = decays;
    into[Extra.DECAYED] = isDecayed ? 1 : 0;
    int joints = limits.joints();
    for (int joint = 0; joint < joints; joint++) {
      into[Extra.WANTED + joint] =
          follow == null ? duty.setting().qDesired(joint) : follow.wanted(joint);
    }
    for (int index = 0; index < 16; index++) {
      into[Extra.WANTED + joints + index] = duty.setting().eeDesired(index);
    }
  }

  /// Takes commands from here on.
  void live() {
    writers.lock();
    try {
      isLive = true;
    } finally {
      writers.unlock();
    }
  }

  /// Takes no commands any more; a move ends with the loop.
  void end(LoopEnd end) {
    Moving left;
    writers.lock();
    try {
      isLive = false;
      left = order.moving();
      order = order.next(order.duty(), Age.NONE, null);
    } finally {
      writers.unlock();
    }
    if (left != null) { // Whose dependents are not to hold up what else has to happen now.
      left.end().completeAsync(() -> new MoveEnd.Ended(end));
    }
  }

  /// Chooses the law to begin with.
  ///
  /// @throws IllegalArgumentException if it is of another number of joints
  void choose(Law law) {
    requireFits(law);
    compose(
        "a switch to " + law.name(),
        now ->
            now.next(new Duty(law, now.duty().setting(), now.duty().swap() + 1), Age.NONE, null));
  }

  /// Switches to a law, which wants the arm to stay as it stands.
  ///
  /// @throws IllegalArgumentException if it is of another number of joints
  /// @throws IllegalStateException if no loop is live
  void switchTo(Law law, ArmState state) {
    requireFits(law);
    compose(
        "a switch to " + law.name(),
        now -> live(now).next(now.duty().switchedTo(law, state), Age.NONE, null));
  }

  private void requireFits(Law law) {
    int joints = law.joints().orElse(limits.joints());
    if (joints != limits.joints()) {
      throw new IllegalArgumentException(
          "the law '%s' is of %d joints, and the arm has %d: make it for as many"
              .formatted(law.name(), joints, limits.joints()));
    }
  }

  /// Replaces gains, under whatever the arm does.
  void gains(Gains gains) {
    compose("gains", now -> now.with(now.duty().setting().withGains(gains)));
  }

  /// Replaces one list of gains.
  ///
  /// @throws IllegalArgumentException if it does not fit
  void gain(Gains.Name name, double... values) {
    compose(
        "gains",
        now -> {
          Setting setting = now.duty().setting();
          return now.with(setting.withGains(setting.gains().with(name, values)));
        });
  }

  /// Returns the name of the law that is to compute now.
  String chosen() {
    return order.law().name();
  }

  /// Whether it has seen an arm.
  boolean hasBegun() {
    return hasBegun;
  }

  /// Returns what is wanted now; before it has seen an arm, the positions are none.
  Setting setting() {
    return order.duty().setting();
  }

  /// Takes another tool; an arm that is live is wanted to stay as it stands.
  ///
  /// @param state how a live arm stands, or null
  void tool(@Nullable ArmState state, double... pose) {
    compose(
        "another tool",
        now -> {
          Duty duty = now.duty().with(now.duty().setting().withTool(pose));
          return now.next(state == null ? duty : duty.switchedTo(now.law(), state), Age.NONE, null);
        });
  }

  /// Takes a target, until another comes.
  ///
  /// @throws IllegalArgumentException if the target is refused
  /// @throws IllegalStateException if no loop is live
  void aim(Target target, Age age, ArmState state) {
    compose("a target", now -> live(now).next(aimed(now, target, state), age, null));
  }

  /// Gives the arm to one who gives targets; returns by which ticket.
  ///
  /// @param by who, such as `a policy`
  /// @param age how long the first target may be waited for, until which the arm stays as it stands
  /// @throws IllegalStateException if no loop is live
  long claim(String by, Age age, ArmState state) {
    return compose(by, now -> live(now).next(now.open(state), age, null)).ticket();
  }

  /// Takes the target of one who has claimed the arm, if it still is his.
  ///
  /// @throws IllegalArgumentException if the target is refused
  Given aim(long ticket, Target target, Age age) {
    writers.lock();
    try {
      Order now = order;
      if (!isLive) {
        return Given.NOT_LIVE;
      }
      if (now.ticket() != ticket) {
        return Given.SUPERSEDED;
      }
      Setting setting = Reach.aimed(target, now.duty().setting(), limits);
      order = now.aimed(now.duty().with(setting), age);
      return Given.TAKEN;
    } finally {
      writers.unlock();
    }
  }

  /// Begins a move by impedance, or refuses it.
  ///
  /// It is planned without the lock. One whose departure has passed by then, or which another
  /// command came before, is planned again, with twice the time.
  ///
  /// @param newest gives how the arm stands
  /// @return the move, whose end is there already if it was refused
  /// @throws IllegalArgumentException if the goal or the limits are not of as many joints
  /// @throws IllegalStateException if no loop is live
  Moving move(double[] goal, MoveLimits kept, Supplier<ArmState> newest) {
    Moving moving = null;
    for (long lead = LEAD; moving == null; lead *= 2) {
      Departure from = Departure.of(order, newest.get(), lead);
      moving =
          switch (from.plan(goal, kept.atMost(limits)).within(limits)) {
            case Planned.Refused it ->
                Moving.ended(new MoveEnd.Refused(it.joint() + 1, it.sentence()));
            case Move way -> follow(from, new Follow(way, from), goal, newest);
          };
    }
    return moving;
  }

  /// Takes a planned move, unless it is too late for it.
  private @Nullable Moving follow(
      Departure from, Follow way, double[] goal, Supplier<ArmState> newest) {
    return compose(
            "another move",
            now -> {
              ArmState state = newest.get();
              if (from.isMissed(live(now), state)) {
                return now;
              }
              Duty duty = now.duty();
              boolean isImpedance = duty.law().name().equals("impedance");
              Setting setting = isImpedance ? duty.setting() : duty.setting().heldAt(state);
              long swap = duty.swap() + 1;
              return now.next(
                  new Duty(way, setting.withQDesired(goal), swap),
                  Age.NONE,
                  new Moving(goal, swap));
            })
        .movingBy(way);
  }

  private Duty aimed(Order now, Target target, ArmState state) {
    Duty open = now.open(state);
    return open.with(Reach.aimed(target, open.setting(), limits));
  }

  private Order live(Order now) {
    if (!isLive) {
      throw new IllegalStateException(
          "the arm is not moved by a loop: start it first, and do it again");
    }
    return now;
  }

  /// Replaces the order; a move that it does not go on with has ended.
  private Order compose(String by, UnaryOperator<Order> change) {
    Order before;
    Order after;
    writers.lock();
    try {
      before = order;
      after = change.apply(before);
      order = after;
    } finally {
      writers.unlock();
    }
    Moving left = before.moving();
    if (left != null && left != after.moving()) {
      left.end().complete(new MoveEnd.Superseded(by));
    }
    return after;
  }
}
