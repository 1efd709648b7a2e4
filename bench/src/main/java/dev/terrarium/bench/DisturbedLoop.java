package dev.terrarium.bench;

import dev.terrarium.broker.Broker;
import dev.terrarium.broker.BrokerOptions;
import dev.terrarium.broker.CallOptions;
import dev.terrarium.broker.PythonCall;
import dev.terrarium.broker.ReturnType;
import dev.terrarium.bus.Bus;
import dev.terrarium.bus.BusOptions;
import dev.terrarium.control.ArmOptions;
import dev.terrarium.control.ControlledArm;
import dev.terrarium.control.Policy;
import dev.terrarium.control.PolicyOptions;
import dev.terrarium.control.PolicyRun;
import dev.terrarium.control.Target;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.record.CycleReader;
import dev.terrarium.control.record.OverrunCauses;
import dev.terrarium.control.sim.SimulatedFranka;
import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.ScriptSettings;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A JVM of its own with a simulated arm, its loop, and embedded Python that disturbs it.
///
/// It prints properties, then `ready`, and disturbs until there is a line on its standard input;
/// then it prints further properties.
final class DisturbedLoop {
  static final String READY = "ready";

  private static final Logger LOG = Logger.getLogger("dev.terrarium");
  private static final RobotId ROBOT = new RobotId("arm");
  private static final String MODULE = "disturbances";
  private static final PolicyOptions ASKED = new PolicyOptions(20, Duration.ofMillis(500));

  private final Setup setup;
  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ROBOT, GateOptions.defaults());
  private final Broker broker;

  private DisturbedLoop(Setup setup) throws InterruptedException {
    this.setup = setup;
    var settings =
        new PythonSettings(
            () -> Environment.choose(SearchPath.ofProcess().withRequest(setup.python, "--python")),
            List.of(setup.folder),
            System.err::print,
            System.err::print);
    broker =
        Broker.open(
            BrokerOptions.of(ScriptSettings.of("arm", settings, Isolation.INLINE))
                .importing(MODULE),
            gate,
            Bus.open(Optional.of(ROBOT), BusOptions.of("bench")));
  }

  /// What it is started with.
  ///
  /// @param python the interpreter
  /// @param folder where `disturbances.py` lies, on a disk
  /// @param shared a folder in memory, for the ring and the board
  /// @param privilege what it may do; this process has it already
  record Setup(
      String python, Path folder, Path shared, Disturbance disturbance, Privilege privilege) {
    /// Where the ring of a loop lies that shares this folder.
    static Path ring(Path shared) {
      return shared.resolve("ring");
    }

    List<String> words() {
      return List.of(
          python, folder.toString(), shared.toString(), disturbance.name(), privilege.name());
    }

    static Setup of(String[] words) {
      return new Setup(
          words[0],
          Path.of(words[1]),
          Path.of(words[2]),
          Disturbance.valueOf(words[3]),
          Privilege.valueOf(words[4]));
    }

    LoopOptions options() throws InterruptedException {
      return privilege.options().withBoard(shared.resolve("board")).withRing(ring(shared));
    }
  }

  /// Runs it.
  ///
  /// @param arguments as [Setup#words] has them
  public static void main(String[] arguments) throws Exception {
    LOG.setLevel(Level.SEVERE);
    new DisturbedLoop(Setup.of(arguments)).run();
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private void run() throws Exception {
    if (setup.privilege.isNice()) {
      say("gives_way", broker.giveWay());
    }
    python("begin", setup.disturbance.id(), setup.folder.toString());
    safety.arm(ROBOT);
    try (OverrunCauses causes = OverrunCauses.watchWithFlightRecorder()) {
      ControlledArm arm =
          ControlledArm.of(
              SimulatedFranka.fr3(), gate, ArmOptions.standard().withLoop(setup.options()));
      arm.switchTo("osc");
      arm.start();
      try (CycleReader reader = CycleReader.start(arm.loop(), causes)) {
        say("real_time", arm.loop().granted().isRealTime());
        say("granted", String.join("; ", arm.loop().granted().lines()));
        disturb(arm);
        say("overruns", reader.stats().overruns().byCause());
      }
    }
  }

  private void disturb(ControlledArm arm) throws Exception {
    Optional<Allocation> bytes = Allocation.of("terrarium-control-");
    System.out.println(READY);
    System.out.flush();
    @Nullable Garbage garbage = setup.disturbance.hasGarbage() ? Garbage.start() : null;
    @Nullable PolicyRun run = null;
    if (setup.disturbance != Disturbance.IDLE) {
      run = ask(arm);
      python("go", false);
    }
    awaitLine();
    say("loop_bytes", bytes.map(Allocation::since).orElse(-1L));
    LoopEnd end = arm.stop().toCompletableFuture().join();
    say("end", end.words());
    if (run != null) {
      say("policy", run.counts() + " " + run.ended().toCompletableFuture().join().words());
    }
    if (garbage != null) {
      garbage.close();
      say("garbage", garbage.made());
    }
    say("python", python("end"));
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      say(
          "collector " + each.getName(),
          each.getCollectionCount() + " in " + each.getCollectionTime() + " ms");
    }
  }

  /// Has a policy asked; none if the arm has stopped already.
  private @Nullable PolicyRun ask(ControlledArm arm) {
    try {
      return arm.run(policy(arm), ASKED);
    } catch (IllegalStateException stopped) {
      say("policy", stopped.getMessage());
      return null;
    }
  }

  private Policy policy(ControlledArm arm) {
    double[] home = arm.state().ee.clone();
    return seen ->
        broker
            .callAsync(
                PythonCall.of(MODULE, "act", seen.number()),
                CallOptions.returning(ReturnType.vec3()))
            .thenApply(way -> {
              double[] pose = home.clone();
              pose[3] += way.x();
              pose[7] += way.y();
              pose[11] += way.z();
              return Target.pose(pose);
            });
  }

  private @Nullable Object python(String function, @Nullable Object... arguments)
      throws InterruptedException {
    return broker.call(
        PythonCall.of(MODULE, function, arguments), CallOptions.usual().inAnyState());
  }

  private static void awaitLine() throws IOException {
    int read = System.in.read();
    while (read >= 0 && read != '\n') {
      read = System.in.read();
    }
  }

  /// Prints a property, in one line.
  private static void say(String key, @Nullable Object value) {
    System.out.println(
        key.replace(' ', '_') + "=" + String.valueOf(value).replace("\n", " ").strip());
  }
}
