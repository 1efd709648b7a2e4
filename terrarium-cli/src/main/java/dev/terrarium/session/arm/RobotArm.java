package dev.terrarium.session.arm;

import dev.terrarium.broker.Robot;
import dev.terrarium.broker.declaration.ArmDeclaration;
import dev.terrarium.broker.declaration.ArmDeclaration.StartingLaw;
import dev.terrarium.control.ControlledArm;
import dev.terrarium.control.PolicyEnd;
import dev.terrarium.control.PolicyRun;
import dev.terrarium.control.law.Gains;
import dev.terrarium.control.loop.BoardState;
import dev.terrarium.control.loop.Grant;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.RealTimeReport;
import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.InMemory;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Safety;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The arm of a declared robot, with the policies that move it.
///
/// To open it imports the policies' modules and asks each policy once, so that what is slow the
/// first time, or wrong, shows before anything moves. [#start] then needs a robot that is armed. A
/// trip ends the loop on its next cycle, and interrupts the policy's Python; neither waits for the
/// other. Where the loop ends by a fault, the robot is in error.
public final class RobotArm implements AutoCloseable {
  private static final int DIRECTIONS = 6;

  private final Robot robot;
  private final ArmDeclaration declared;
  private final ArmStation station;
  private final ArmWatcher watcher;
  private final Map<String, ArmPolicy> policies = new LinkedHashMap<>();
  private final Map<String, ArmNews.Over> ends = new LinkedHashMap<>();

  private RobotArm(Robot robot, ArmDeclaration declared, ArmStation station, ArmWatcher watcher) {
    this.robot = robot;
    this.declared = declared;
    this.station = station;
    this.watcher = watcher;
  }

  /// Opens the arm that a robot is declared with.
  ///
  /// @param safety the operator's: a loop that ends by a fault puts the robot in error
  /// @param folder what the path of a simulator's library is relative to
  /// @param watcher is told what happens
  /// @throws IllegalArgumentException if the robot has no arm
  /// @throws dev.terrarium.control.robot.ArmException if the arm is not there; says what to do
  /// @throws dev.terrarium.broker.BrokerException if a policy cannot be imported, or has no target
  ///   to give for an arm that stands at home
  /// @throws InterruptedException if the thread is interrupted meanwhile; nothing is open then
  public static RobotArm open(Safety safety, Robot robot, Path folder, ArmWatcher watcher)
      throws InterruptedException {
    ArmDeclaration declared = declared(robot);
    var station = ArmStation.open(robot.gate(), settings(declared, folder), faults(safety, robot));
    return open(robot, station, watcher);
  }

  /// Opens the arm of a station, which is closed with it.
  static RobotArm open(Robot robot, ArmStation station, ArmWatcher watcher)
      throws InterruptedException {
    var opening = new RobotArm(robot, declared(robot), station, watcher);
    boolean isOpen = false;
    try {
      opening.prepare();
      opening.load();
      isOpen = true;
      return opening;
    } finally {
      if (!isOpen) {
        opening.close();
      }
    }
  }

  private static ArmDeclaration declared(Robot robot) {
    return robot
        .declaration()
        .equipment()
        .arm()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "The robot '%s' has no arm: declare one as [arm]"
                    .formatted(robot.declaration().robot())));
  }

  /// Returns what puts a robot in error when its loop ends by a fault.
  static Consumer<LoopEnd> faults(Safety safety, Robot robot) {
    return end -> safety.transitionToError(robot.declaration().robot(), end.words());
  }

  /// Returns what an arm is opened with that is declared like that.
  ///
  /// @throws ArmException if its loop is to stay on a processor that there is not
  static ArmSettings settings(ArmDeclaration declared, Path folder) {
    var usual = LoopOptions.standard().withPriority(declared.scheduling().priority());
    var loop = declared.scheduling().shield() ? usual.withShield() : usual;
    var cpu = declared.scheduling().cpu();
    return ArmSettings.standard()
        .withModel(
            switch (declared.model()) {
              case FR3 -> ArmModel.FR3;
              case FER -> ArmModel.FER;
            })
        .withSimulator(
            switch (ArmSimulator.of(declared.simulator())) {
              case ArmSimulator.BuiltIn it -> it;
              case ArmSimulator.Mujoco(var library) ->
                  new ArmSimulator.Mujoco(library.map(folder::resolve));
            })
        .withComponent(ComponentPath.of(ArmDeclaration.COMPONENT))
        .withLoop(cpu.isPresent() ? pinned(loop, cpu.getAsInt()) : loop);
  }

  private static LoopOptions pinned(LoopOptions loop, int cpu) {
    LoopOptions pinned = loop.withCpu(cpu);
    try {
      pinned.realTime().requireProcessor();
      return pinned;
    } catch (IllegalArgumentException thereIsNone) {
      throw new ArmException("[arm] " + thereIsNone.getMessage(), thereIsNone);
    }
  }

  /// Chooses the law and the gains to begin with.
  private void prepare() {
    ControlledArm control = station.control();
    control.switchTo(law());
    declared
        .gains()
        .forEach((id, values) -> {
          var name =
              Arrays.stream(Gains.Name.values())
                  .filter(one -> one.id().equals(id))
                  .findFirst()
                  .orElseThrow(() -> new AssertionError("a bug of ours: no gain " + id));
          boolean isOfTool = name == Gains.Name.EE_KP || name == Gains.Name.EE_KD;
          double[] all = new double[isOfTool ? DIRECTIONS : station.arm().limits().joints()];
          Arrays.setAll(all, index -> values.get(values.size() == 1 ? 0 : index));
          control.gain(name, all);
        });
  }

  private String law() {
    return declared.law().name().toLowerCase(Locale.ROOT);
  }

  /// Imports every policy and then asks each once.
  private void load() throws InterruptedException {
    for (var policy : robot.declaration().equipment().policies().entrySet()) {
      var name = policy.getKey();
      policies.put(name, ArmPolicy.load(robot, name, policy.getValue(), watcher));
    }
    BoardState home = home(station.arm());
    for (var policy : policies.values()) {
      // An arm that is led by hand at first may have another law when a policy is asked.
      policy.rehearse(robot, home, declared.law() == StartingLaw.GRAVITY ? "" : law());
    }
  }

  private static BoardState home(Arm arm) {
    var state = new BoardState(arm.limits().joints(), 0);
    InMemory.read(arm, state.arm);
    return state;
  }

  /// Starts the loop, and gives the arm to the policy that starts with it, if one does.
  ///
  /// @see #start(Optional)
  public void start() {
    start(Optional.empty());
  }

  /// Starts the loop, and gives the arm to a policy. Takes seconds.
  ///
  /// @param policy which; otherwise the one that starts with the arm, if one does
  /// @throws IllegalArgumentException if there is no policy of that name; nothing is started then
  /// @throws dev.terrarium.control.DisarmedException if the robot is not armed; says who arms it
  /// @throws IllegalStateException if it has been started, or this is closed
  /// @throws dev.terrarium.control.robot.ArmException if the arm cannot be controlled
  public void start(Optional<String> policy) {
    Optional<ArmPolicy> first =
        policy
            .map(this::known)
            .or(() ->
                policies.values().stream().filter(one -> one.declared().autostart()).findFirst());
    station.start();
    ControlledArm control = station.control();
    watcher.happened(new ArmNews.Started(begun(control.loop().granted())));
    var _ = control.ended().thenAccept(end -> watcher.happened(new ArmNews.Ended(end)));
    first.ifPresent(this::run);
  }

  /// Has Python give way to a loop that was refused its priority; returns what was granted, line by
  /// line.
  private List<String> begun(RealTimeReport granted) {
    var lines = new ArrayList<>(granted.lines());
    if (granted.scheduling().answer() == Grant.Answer.REFUSED && declared.scheduling().nice()) {
      lines.add(
          robot.broker().giveWay()
              ? "Python: gives way, by SCHED_BATCH and niceness 19, to the loop and all others"
              : "Python: NOT giving way: Terrarium schedules threads on Linux alone");
      policies.values().forEach(ArmPolicy::giveWay);
    }
    return lines;
  }

  /// Gives the arm to a policy; whatever moved it before has ended then.
  ///
  /// @throws IllegalArgumentException if there is none of that name; lists those that there are
  /// @throws IllegalStateException if no loop moves the arm
  public PolicyRun run(String policy) {
    return run(known(policy));
  }

  private ArmPolicy known(String policy) {
    var known = policies.get(policy);
    if (known == null) {
      throw new IllegalArgumentException(
          "There is no policy '%s'; there %s"
              .formatted(
                  policy,
                  policies.isEmpty()
                      ? "is none"
                      : (policies.size() == 1 ? "is " : "are ")
                          + String.join(", ", policies.keySet())));
    }
    return known;
  }

  private PolicyRun run(ArmPolicy policy) {
    var run = policy.run(station.control(), declared.hold());
    synchronized (ends) {
      ends.remove(policy.name());
    }
    watcher.happened(new ArmNews.Begun(policy.name()));
    var _ = run.ended().thenAccept(end -> over(policy.name(), run, end));
    return run;
  }

  private void over(String policy, PolicyRun run, PolicyEnd end) {
    var news = new ArmNews.Over(policy, end, run.counts());
    synchronized (ends) {
      ends.put(policy, news);
    }
    watcher.happened(news);
  }

  /// Returns how the newest run of each policy ended that has ended, by its name.
  public Map<String, ArmNews.Over> ends() {
    synchronized (ends) {
      return new LinkedHashMap<>(ends);
    }
  }

  /// Returns the newest run of each policy that has had the arm, by its name.
  public Map<String, PolicyRun> runs() {
    var runs = new LinkedHashMap<String, PolicyRun>();
    policies
        .values()
        .forEach(policy ->
            Optional.ofNullable(policy.newest()).ifPresent(run -> runs.put(policy.name(), run)));
    return runs;
  }

  /// Returns the arm with its loop, its files and its counts.
  public ArmStation station() {
    return station;
  }

  /// Stops the policies and the arm, waits until it is let go of, and closes what was opened.
  @Override
  public void close() {
    policies.values().forEach(ArmPolicy::close);
    station.close();
  }
}
