package dev.terrarium.cli;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.BrokerListener;
import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.bus.Bus;
import dev.terrarium.cli.demo.Cycles;
import dev.terrarium.cli.demo.Questions;
import dev.terrarium.cli.demo.RunRecord;
import dev.terrarium.cli.demo.Shape;
import dev.terrarium.cli.robot.ArmDiary;
import dev.terrarium.cli.robot.Witness;
import dev.terrarium.control.MoveEnd;
import dev.terrarium.control.PolicyEnd;
import dev.terrarium.control.PolicyOptions;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.record.LoopStats;
import dev.terrarium.control.record.Overrun;
import dev.terrarium.control.record.Recording;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.sim.FrankaParameters;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Fault;
import dev.terrarium.safety.Gate;
import dev.terrarium.session.Jdk;
import dev.terrarium.session.arm.ArmNews;
import dev.terrarium.session.arm.RobotArm;
import dev.terrarium.session.robot.RobotFile;
import dev.terrarium.session.robot.RobotSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/// One run of the demo's arm: opened, armed, moved, given to Python, stopped while Python is stuck,
/// and told about.
final class DemoRun {
  private static final String TITLE = "Python draws a rose";
  private static final String POLICY = "rose";
  private static final String DURATION = "rose.seconds";
  private static final ComponentPath OPERATOR = ComponentPath.of("operator");

  /// Where there is room for a rose around the hand, rad.
  private static final double[] START = {0, -0.25, 0, -2.1, 0, 1.9, 0.785};

  /// How long Python gives no answer before somebody presses stop.
  private static final Duration STUCK = Duration.ofMillis(700);

  /// How much longer than it draws a policy may go on.
  private static final Duration OVERTIME = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Shared shared;
  private final double seconds;
  private final Witness witness = new Witness(System::nanoTime, List.of());
  private final RobotLog log;
  private final List<RunRecord.Mark> marks = new ArrayList<>();
  private final List<String> granted = new ArrayList<>();
  private final List<Overrun> overruns = new CopyOnWriteArrayList<>();
  private UnaryOperator<String> names = UnaryOperator.identity();
  private long origin;
  private OptionalLong trip = OptionalLong.empty();

  /// @param seconds how long the policy draws
  DemoRun(Shared shared, double seconds) {
    this.shared = shared;
    this.seconds = seconds;
    this.log = new RobotLog(shared.terminal(), witness::elapsed);
  }

  /// Does it.
  ///
  /// @throws ComplaintException if the arm could not be opened, armed or started
  /// @throws InterruptedException if the process is told to end; the robot is disarmed then
  DemoReport run() throws InterruptedException {
    try (var files = DemoFiles.unpack()) {
      names = files::shortened;
      var file = files.robot();
      try (var session = open(file);
          var _ = shared.lastWords().add(session.safety()::close)) {
        return operate(session, file.declaration());
      }
    } catch (ArmException missing) {
      throw RobotComplaints.failed(missing);
    }
  }

  private RobotSession open(RobotFile file) throws InterruptedException {
    var watchers = new RobotSession.Watchers(new Looker(), new ArmDiary(witness, this::tell));
    return RobotSession.open(file, shared.settings(List.of()), Map.of(DURATION, seconds), watchers);
  }

  /// Looks on from before the policy is imported.
  private final class Looker implements BrokerListener {
    @Override
    public void opening(Gate gate, Bus bus) {
      var _ = gate.listen(log);
      var _ = gate.listen(witness);
    }

    @Override
    public void happened(BrokerEvent event) {
      witness.happened(event);
    }
  }

  private void tell(ArmNews news) {
    switch (news) {
      case ArmNews.Started(var lines) -> {
        log.say(news.words());
        lines.forEach(log::say);
        granted.addAll(lines);
      }
      case ArmNews.Over over when over.end() instanceof PolicyEnd.ArmEnded -> {}
      case ArmNews.Ended(LoopEnd.SafetyLeft _) -> log.say(witness.tripped(), news.words());
      case ArmNews.Over _, ArmNews.Begun _, ArmNews.Ended _ -> log.say(news.words());
    }
  }

  private DemoReport operate(RobotSession session, RobotDeclaration robot)
      throws InterruptedException {
    var result = session.safety().arm(robot.robot());
    if (!(result instanceof ArmResult.Armed)) {
      throw RobotComplaints.failed("The robot was not armed: " + result);
    }
    log.say("armed; the arm warms up");
    RobotArm arm = session.arm().orElseThrow(() -> new AssertionError("a bug of ours: no arm"));
    start(arm);
    origin = System.nanoTime();
    arm.station().cycles().onOverrun(overruns::add);
    var recording = arm.station().record(Cycles.FIELDS, Duration.ofMinutes(5));
    Optional<String> trouble = draw(arm, robot);
    if (trouble.isEmpty()) {
      stop(session, robot);
    } else { // The loop may be about to end by what the trouble is of.
      var _ = session.safety().disarm(robot.robot());
      var _ = isDone(arm.station().control().ended().toCompletableFuture(), PATIENCE);
    }
    var report = ArmReport.of(robot.equipment().arm().orElseThrow(), arm, ArmReport.EXPLAINED);
    var failure = failure(report, trouble);
    return new DemoReport(record(session, robot, recording, report, failure), report, failure);
  }

  /// Starts the arm on a thread of its own, since a start takes seconds and hears no interrupt. One
  /// that is given up ends when the session is closed.
  private static void start(RobotArm arm) throws InterruptedException {
    var started =
        CompletableFuture.runAsync(
            arm::start, Thread.ofPlatform().daemon().name("terrarium-arm-start")::start);
    try {
      var _ = started.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new AssertionError("a bug of ours: no start fails so", e);
    }
  }

  /// Moves the arm to where there is room, and has the policy draw until it gives no answer any
  /// more; returns what kept it from that.
  private Optional<String> draw(RobotArm arm, RobotDeclaration robot) throws InterruptedException {
    var control = arm.station().control();
    try {
      mark("moves to the start");
      var move = control.move(START).toCompletableFuture();
      var end = move.get();
      if (!(end instanceof MoveEnd.Arrived)) {
        return Optional.of(end.words());
      }
      control.switchTo(robot.equipment().arm().orElseThrow().law().name().toLowerCase(Locale.ROOT));
      var run = arm.run(POLICY);
      mark("the policy begins");
      return awaitStuck(questions(robot), run.ended().toCompletableFuture());
    } catch (IllegalStateException notLive) {
      return Optional.of(Sentences.message(notLive));
    } catch (ExecutionException e) {
      throw new AssertionError("a bug of ours: no move ends so", e);
    }
  }

  private Optional<String> awaitStuck(Questions questions, Future<?> ended)
      throws InterruptedException {
    long longest = Duration.ofMillis(Math.round(seconds * 1e3)).plus(OVERTIME).toNanos();
    for (long end = witness.elapsed() + longest; witness.elapsed() < end; ) {
      if (questions.open(witness.moments()).filter(it -> it > STUCK.toNanos()).isPresent()) {
        return Optional.empty();
      }
      if (isDone(ended, LOOK)) {
        return Optional.of("the policy ended before it was stuck");
      }
    }
    return Optional.of("the policy was to be stuck in the end, and answers still");
  }

  private static boolean isDone(Future<?> future, Duration soon) throws InterruptedException {
    try {
      var _ = future.get(soon.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException ended) {
      return true;
    } catch (TimeoutException notYet) {
      return false;
    }
  }

  private void mark(String words) {
    marks.add(new RunRecord.Mark(System.nanoTime() - origin, words));
    log.say(words);
  }

  /// Presses stop, and looks what becomes of Python.
  private void stop(RobotSession session, RobotDeclaration robot) throws InterruptedException {
    long at = System.nanoTime();
    trip = OptionalLong.of(at - origin);
    var result =
        RobotStop.disarm(
            session, new RobotStop.Following(witness, log), witness.elapsed(at), "EMERGENCY STOP");
    RobotStop.tell(result, log);
    session
        .safety()
        .reportError(
            robot.robot(),
            OPERATOR,
            new Fault.EmergencyStop("the operator of robot demo", "Python gives no answer"));
    var _ = isDone(witness.freedInterpreters(witness.elapsed(at)), PATIENCE);
    witness
        .interruptedSince(witness.elapsed(at))
        .ifPresent(operation ->
            log.say(
                operation.ended(),
                "Python ended %s after the stop"
                    .formatted(RobotLog.millis(operation.ended() - witness.elapsed(at)))));
  }

  private Optional<RuntimeException> failure(ArmReport report, Optional<String> trouble) {
    var fault =
        report
            .end()
            .filter(LoopEnd::isFault)
            .map(end -> "The arm failed: " + end.words() + hint(end) + ".");
    var unheeding = witness.unheeding(0).map(RobotStop::unheeding).map(words -> words + ".");
    return fault
        .map(DemoRun::failed)
        .or(report::failure)
        .or(() -> unheeding.map(DemoRun::failed))
        .or(() -> trouble.map(words -> failed("The demo did not go as it was to: " + words + ".")));
  }

  private static String hint(LoopEnd end) {
    return end instanceof LoopEnd.Reflexes
        ? "; a machine that is busy, or grants no real-time scheduling, does that: run it again, or see docs/guide/real-time.md"
        : "";
  }

  private static RuntimeException failed(String sentence) {
    return new IllegalStateException(sentence);
  }

  private Questions questions(RobotDeclaration robot) {
    var policy = Objects.requireNonNull(robot.equipment().policies().get(POLICY), POLICY);
    var options = new PolicyOptions(policy.rate(), robot.equipment().arm().orElseThrow().hold());
    var call = policy.call().module() + "." + policy.call().function();
    return new Questions(call, witness.elapsed(origin), options, names);
  }

  private RunRecord record(
      RobotSession session,
      RobotDeclaration robot,
      Recording recording,
      ArmReport report,
      Optional<RuntimeException> failure)
      throws InterruptedException {
    var recorded = recording.ended().toCompletableFuture();
    recording.stop();
    if (!isDone(recorded, PATIENCE)) {
      throw new AssertionError("a bug of ours: a recording that was stopped does not end");
    }
    var questions = questions(robot);
    LoopStats loop = report.stats().orElseThrow(() -> new AssertionError("a bug of ours: no loop"));
    return new RunRecord(
        new RunRecord.About(TITLE, facts(session, report), loop, failure.map(Sentences::message)),
        Shape.of(FrankaParameters.fr3()),
        Cycles.of(recorded.resultNow(), origin).because(overruns),
        new RunRecord.Asking(questions.options(), questions.among(witness.moments())),
        marks,
        trip);
  }

  private Map<String, String> facts(RobotSession session, ArmReport report) {
    var facts = new LinkedHashMap<>(report.facts());
    facts.put("Granted", String.join("; ", granted));
    session.python().ifPresent(python -> facts.put("Python", python.version().text()));
    facts.put("JDK", Jdk.running().toString());
    return facts;
  }
}
