package dev.terrarium.cli;

import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.BrokerException;
import dev.terrarium.broker.BrokerListener;
import dev.terrarium.broker.NotArmedOnStartException;
import dev.terrarium.broker.declaration.ArmDeclaration;
import dev.terrarium.broker.declaration.OperationDeclaration.Arming;
import dev.terrarium.broker.declaration.TopicDeclaration;
import dev.terrarium.bus.Bus;
import dev.terrarium.bus.Overflow;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.cli.robot.ArmDiary;
import dev.terrarium.cli.robot.Caller;
import dev.terrarium.cli.robot.CommandEnd;
import dev.terrarium.cli.robot.Finding;
import dev.terrarium.cli.robot.TripWatch;
import dev.terrarium.cli.robot.Witness;
import dev.terrarium.cli.timeline.Moment.Motion;
import dev.terrarium.cli.timeline.TimelinePage;
import dev.terrarium.control.PolicyEnd;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.pipeline.json.JsonOutput;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.session.arm.ArmNews;
import dev.terrarium.session.robot.RobotFile;
import dev.terrarium.session.robot.RobotSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One run of a robot: opened, armed, given a command, stopped, and told about.
final class RobotRun {
  /// What the witness's subscription is called, which is none of the robot's own.
  static final String WITNESS = "robot run";

  private static final int MOST_WAITING = 4096;

  /// How long a robot is watched after its stop, so that a page shows what it does then.
  private static final Duration AFTERWARDS = Duration.ofMillis(600);

  /// How often a robot is told at least that its operator is there.
  private static final Duration HEARTBEAT = Duration.ofMillis(20);

  private final Shared shared;
  private final RobotFile file;
  private final RobotOrder order;
  private final Optional<String> timeline;
  private final Duration heartbeat;
  private final Witness witness;
  private final TripWatch trips = new TripWatch();
  private final RobotLog log;

  RobotRun(Shared shared, RobotFile file, RobotOrder order, Optional<String> timeline) {
    this.shared = shared;
    this.file = file;
    this.order = order;
    this.timeline = timeline;
    this.heartbeat = heartbeat(file.declaration().safety().watchdog());
    this.witness = new Witness(System::nanoTime, publishedByScripts(file));
    this.log = new RobotLog(shared.terminal(), witness::elapsed);
  }

  /// Returns how often it is said that somebody is there: some times within what the watchdog waits
  /// for, so that one that is late does not disarm.
  static Duration heartbeat(Optional<Duration> silence) {
    return silence
        .map(time -> time.dividedBy(4))
        .filter(time -> time.compareTo(HEARTBEAT) < 0)
        .orElse(HEARTBEAT);
  }

  private static List<TopicPath> publishedByScripts(RobotFile file) {
    return file.declaration().surface().topics().entrySet().stream()
        .filter(topic -> topic.getValue().scripts().publishes())
        .map(Map.Entry<TopicPath, TopicDeclaration>::getKey)
        .toList();
  }

  int run() {
    try (var page = timeline.map(name -> Destination.file("--timeline", name)).orElse(null);
        var output = Destination.standardOutput()) {
      var report = operate();
      output.write(new JsonOutput(shared.complaints()::warn).text(report.summary()) + "\n");
      int code =
          report
              .failure()
              .map(RobotComplaints::failed)
              .map(ComplaintException::complaint)
              .map(shared.complaints()::tell)
              .orElse(report.breach().isInterrupted() ? ExitCode.INTERRUPTED : ExitCode.DONE);
      return page == null ? code : write(page, report, code);
    }
  }

  /// Writes the page, after the result, which it does not keep.
  private int write(Destination page, RobotReport report, int code) {
    try {
      page.write(TimelinePage.html(report.timeline()));
      page.commit();
      return code;
    } catch (UnwritableException failure) {
      return shared.complaints().tell(Complaint.of(failure));
    }
  }

  /// Opens the robot, has it do what is wanted, and closes it.
  private RobotReport operate() {
    try (var session =
        RobotSession.open(
            file,
            shared.settings(List.of()),
            order.parameters(),
            new RobotSession.Watchers(new Looker(), new ArmDiary(witness, this::tell)))) {
      return operate(session);
    } catch (InterruptedException whileItOpened) {
      return unopened(true, Optional.empty());
    } catch (RuntimeException failure) {
      // What an interrupt makes of an opening may be any failure, and is none of the robot's.
      return Thread.interrupted() ? unopened(true, Optional.empty()) : unopened(failure);
    }
  }

  private RobotReport unopened(RuntimeException failure) {
    return switch (failure) {
      // It is the declaration that is wrong, and the robot has done nothing.
      case BrokerException.UnknownModule wrong -> throw wrong;
      case BrokerException fault -> unopened(false, Optional.of(RobotComplaints.fault(fault)));
      case NotArmedOnStartException refused -> unopened(false, Optional.of(refused));
      case ArmException refused -> unopened(false, Optional.of(refused));
      default -> throw failure;
    };
  }

  private RobotReport unopened(boolean isInterrupted, Optional<RuntimeException> why) {
    return new RobotReport(
        file,
        RobotReport.Seen.unopened(witness),
        Optional.empty(),
        order.command().map(RobotOrder.Given::name),
        Optional.empty(),
        new RobotReport.Breach(isInterrupted, why));
  }

  private RobotReport operate(RobotSession session) {
    try (var _ = shared.lastWords().add(session.safety()::close)) {
      log.say("%s is open".formatted(file.declaration().robot().name()));
      session.showPictures();
      Optional<RuntimeException> refusal = order.arm() ? arm(session) : Optional.empty();
      Optional<Caller> caller = Optional.empty();
      boolean isInterrupted = false;
      try {
        if (refusal.isEmpty()) {
          refusal = startArm(session);
        }
        if (refusal.isEmpty()) {
          long start = witness.elapsed();
          caller = give(session, start);
          await(session, start, caller);
        }
      } catch (InterruptedException told) {
        isInterrupted = true;
      }
      return conclude(session, caller, new RobotReport.Breach(isInterrupted, refusal));
    }
  }

  /// Starts the arm of a robot that is armed and has one; returns why it could not be.
  private Optional<RuntimeException> startArm(RobotSession session) throws InterruptedException {
    if (session.arm().isEmpty()) {
      return Optional.empty();
    }
    if (session.robot().gate().state() != SafetyState.ARMED) {
      log.say("the arm is not started, as the robot is not armed; --arm arms it");
      return Optional.empty();
    }
    var started = new CompletableFuture<Boolean>();
    witness.moves(Motion.WARM_UP);
    Thread.ofPlatform()
        .daemon()
        .name("terrarium-arm-start")
        .start(() -> {
          try {
            session.arm().get().start(order.policy());
            started.complete(true);
          } catch (RuntimeException e) {
            boolean isStopped = session.robot().gate().state() != SafetyState.ARMED;
            witness.movesNoMore(
                Motion.WARM_UP, isStopped ? "stopped" : "failed", Sentences.message(e));
            started.completeExceptionally(e);
          }
        });
    pause(session, Long.MAX_VALUE, started);
    boolean isTrip =
        trips.tripped().isDone()
            || session.arm().get().station().end().filter(LoopEnd::isFault).isPresent();
    return started.isCompletedExceptionally() && !isTrip
        ? Optional.of((RuntimeException) started.exceptionNow())
        : Optional.empty();
  }

  private void tell(ArmNews news) {
    switch (news) {
      case ArmNews.Started(var granted) -> {
        log.say(news.words());
        granted.forEach(log::say);
      }
      case ArmNews.Over over when over.end() instanceof PolicyEnd.ArmEnded -> {}
      case ArmNews.Over over ->
          log.say(
              witness.elapsed(),
              over.words(),
              Optional.of(ArmDiary.traceback(over)).filter(text -> !text.isEmpty()));
      // What is wrong was reported; somebody who waits for the reason of the trip has it here.
      case ArmNews.Ended(var end) when end.isFault() ->
          trips.explain(ArmDeclaration.COMPONENT, end.words());
      case ArmNews.Ended(LoopEnd.SafetyLeft _) -> log.say(witness.tripped(), news.words());
      case ArmNews.Begun _, ArmNews.Ended _ -> log.say(news.words());
    }
  }

  /// Looks on from before the scripts are imported.
  private final class Looker implements BrokerListener {
    @Override
    public void opening(Gate gate, Bus bus) {
      var _ = gate.listen(log);
      var _ = gate.listen(witness);
      var _ = gate.listen(trips);
      var options = SubscriptionOptions.named(WITNESS).holding(MOST_WAITING, Overflow.DROP_OLDEST);
      var _ = bus.subscribe(TopicPath.ROOT, options, witness::delivered);
      var _ =
          witness
              .firstFinding()
              .thenAccept(
                  first -> log.say(first.at(), "first message of a script: " + told(first)));
    }

    @Override
    public void happened(BrokerEvent event) {
      witness.happened(event);
    }
  }

  private static String told(Finding finding) {
    var count = finding.count();
    return finding.topic() + (count.isPresent() ? ", count " + count.getAsInt() : "");
  }

  /// Arms the robot; returns why it could not be.
  private Optional<RuntimeException> arm(RobotSession session) {
    if (file.declaration().operation().arming() == Arming.ON_START) {
      log.say("armed already, as it is declared");
      return Optional.empty();
    }
    var result = session.safety().arm(file.declaration().robot());
    return switch (result) {
      case ArmResult.Armed _ -> armed("armed");
      case ArmResult.AlreadyArmed _ -> armed("armed already");
      case ArmResult.CommandFailed(var reason) -> notArmed(reason);
      case ArmResult.Disarming _, ArmResult.InError _, ArmResult.NotRegistered _ ->
          notArmed("it is " + session.robot().gate().state().words());
    };
  }

  private Optional<RuntimeException> armed(String said) {
    log.say(said);
    return Optional.empty();
  }

  private Optional<RuntimeException> notArmed(String reason) {
    return Optional.of(
        new IllegalStateException(
            "The robot %s was not armed: %s".formatted(file.declaration().robot().name(), reason)));
  }

  /// Gives the command when it is due, unless the stop comes first.
  private Optional<Caller> give(RobotSession session, long start) throws InterruptedException {
    var due = order.commandAfter();
    if (order.command().isEmpty()
        || order.stopAfter().filter(stop -> stop.compareTo(due) <= 0).isPresent()) {
      return Optional.empty();
    }
    var given = order.command().get();
    pause(session, start + due.toNanos(), new CompletableFuture<>());
    log.say("command %s".formatted(given.name()));
    var caller = Caller.give(session.robot().commands(), given.name(), given.goal(), witness);
    var _ = caller.end().thenAccept(end -> tell(given.name(), end));
    return Optional.of(caller);
  }

  private void tell(String command, CommandEnd end) {
    boolean byTheStop = end.word().equals("safety_disarmed");
    if (!byTheStop) {
      var why = end.error().map(error -> ": " + error.message()).orElse("");
      var sentence = "command %s %s%s".formatted(command, end.status(), why);
      log.say(end.at(), sentence, end.traceback());
    }
  }

  /// Waits for what ends the run, but for Ctrl-C.
  private void await(RobotSession session, long start, Optional<Caller> caller)
      throws InterruptedException {
    if (order.stopAfter().isPresent()) {
      pause(session, start + order.stopAfter().get().toNanos(), new CompletableFuture<>());
    } else {
      pause(
          session,
          Long.MAX_VALUE,
          caller.<CompletableFuture<?>>map(Caller::end).orElseGet(CompletableFuture::new));
    }
  }

  /// Waits until a moment, an event or a trip that nobody here has made, and keeps the robot's
  /// watchdog quiet meanwhile.
  private void pause(RobotSession session, long until, CompletableFuture<?> awaited)
      throws InterruptedException {
    var event = CompletableFuture.anyOf(awaited, trips.tripped());
    for (long left = until - witness.elapsed(); left > 0; left = until - witness.elapsed()) {
      session.robot().heartbeat();
      try {
        event.get(Math.min(left, heartbeat.toNanos()), TimeUnit.NANOSECONDS);
        return;
      } catch (ExecutionException ended) {
        return;
      } catch (TimeoutException notYet) {
        // The next round looks how long that is.
      }
    }
  }

  private RobotReport conclude(
      RobotSession session, Optional<Caller> caller, RobotReport.Breach breach) {
    var why =
        breach.isInterrupted()
            ? RobotStop.Why.SIGNAL
            : order.stopAfter().map(RobotStop.Why::after).orElse(RobotStop.Why.OVER);
    var stop = stop(session, caller, why);
    if (caller.map(Caller::end).filter(RobotRun::isLate).isPresent()) {
      RobotStop.awaitPython(witness, witness.elapsed());
    }
    if (timeline.isPresent() && !breach.isInterrupted()) {
      lookOn(session);
    }
    log.say(witness.state());
    var end = caller.flatMap(its -> Optional.ofNullable(its.end().getNow(null)));
    return new RobotReport(
        file,
        RobotReport.Seen.of(
            session,
            witness,
            stop.map(RobotStop::at).orElseGet(witness::elapsed),
            breach.isInterrupted() ? Duration.ZERO : ArmReport.EXPLAINED),
        stop.filter(made -> why.fault().isPresent() || made.reason().isPresent()),
        order.command().map(RobotOrder.Given::name),
        end,
        breach);
  }

  private static boolean isLate(CompletableFuture<CommandEnd> end) {
    return end.state() == Future.State.SUCCESS && end.resultNow().isLate();
  }

  /// Stops the robot, unless somebody else has.
  private Optional<RobotStop> stop(
      RobotSession session, Optional<Caller> caller, RobotStop.Why why) {
    trips.expect();
    var following = new RobotStop.Following(witness, log);
    try {
      var trip = trips.seen();
      if (trip.isPresent()) {
        long at = witness.elapsed(trip.get().nanoTime());
        return Optional.of(RobotStop.by(trip.get(), at, caller, following));
      }
    } catch (InterruptedException toldOnceMore) {
      Thread.currentThread().interrupt();
    }
    return session.robot().gate().state() == SafetyState.ARMED
        ? Optional.of(RobotStop.make(session, caller, following, why))
        : Optional.empty();
  }

  private void lookOn(RobotSession session) {
    try {
      pause(session, witness.elapsed() + AFTERWARDS.toNanos(), new CompletableFuture<>());
    } catch (InterruptedException toldOnceMore) {
      Thread.currentThread().interrupt();
    }
  }
}
