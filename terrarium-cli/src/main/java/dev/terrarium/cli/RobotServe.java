package dev.terrarium.cli;

import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.loop.RealTimeReport;
import dev.terrarium.control.record.LoopStats;
import dev.terrarium.pipeline.json.JsonOutput;
import dev.terrarium.safety.FaultReport;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.Transition;
import dev.terrarium.session.arm.ArmDesk;
import dev.terrarium.session.arm.ArmKeeper;
import dev.terrarium.session.arm.ArmServer;
import dev.terrarium.session.arm.ArmSettings;
import dev.terrarium.session.arm.ArmSocket;
import dev.terrarium.session.arm.ArmStation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// One arm that is served, with its operator at the terminal.
final class RobotServe {
  private final Shared shared;
  private final RobotId robot;
  private final ArmSettings settings;
  private final ArmDesk.Abandoned abandoned;
  private final Optional<String> socket;
  private final CountDownLatch quit = new CountDownLatch(1);
  private final long start = System.nanoTime();
  private final RobotLog log;

  RobotServe(
      Shared shared,
      RobotId robot,
      ArmSettings settings,
      ArmDesk.Abandoned abandoned,
      Optional<String> socket) {
    this.shared = shared;
    this.robot = robot;
    this.settings = settings;
    this.abandoned = abandoned;
    this.socket = socket;
    log = new RobotLog(shared.terminal(), () -> System.nanoTime() - start);
  }

  /// Serves until its operator ends it.
  ///
  /// @param arms whether it is armed at once
  int run(boolean arms) {
    try (Safety safety = Safety.open();
        var _ = shared.lastWords().add(safety::close)) {
      Gate gate = safety.register(robot, GateOptions.defaults());
      var keeper = ArmKeeper.of(safety, gate);
      try (ArmStation station = ArmStation.open(gate, settings, keeper::failed);
          ArmDesk desk = ArmDesk.of(station, keeper, abandoned);
          ArmServer server = open(desk)) {
        var _ = gate.listen(new Teller());
        station.onStart(this::tellStart);
        station.onEnd(this::tellEnd);
        tellOpen(server);
        if (arms) {
          tell(keeper.arm());
        } else {
          log.say("disarmed: say arm, and programs can start it; say quit to end");
        }
        return serve(new Operator(station, keeper, server));
      }
    }
  }

  private int serve(Operator operator) {
    Thread.ofPlatform().daemon().name("terrarium-operator").start(operator);
    boolean isInterrupted = false;
    try {
      quit.await();
    } catch (InterruptedException told) {
      isInterrupted = true;
    }
    tell(operator.keeper.disarm());
    return isInterrupted ? ExitCode.INTERRUPTED : ExitCode.DONE;
  }

  private ArmServer open(ArmDesk desk) {
    try {
      Path path = socket.isPresent() ? Path.of(socket.get()) : ArmSocket.usual(robot.name());
      return ArmServer.open(desk, path);
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException wrong) {
      throw new CommandLineException("--socket", Sentences.message(wrong));
    }
  }

  private void tellOpen(ArmServer server) {
    log.say("%s is served at %s".formatted(settings.model().id(), server.socket()));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("arm", robot.name());
    facts.put("socket", server.socket().toString());
    facts.put("pid", ProcessHandle.current().pid());
    try (var output = Destination.standardOutput()) {
      output.write(new JsonOutput(_ -> {}).text(facts) + "\n");
    }
  }

  /// Tells what came of a word, unless the change of the state has told it.
  private void tell(String words) {
    if (!words.equals("armed") && !words.equals("disarmed")) {
      log.say(words);
    }
  }

  private void tellStart(RealTimeReport granted) {
    log.say("started; of what it asked the system for:");
    granted.lines().forEach(line -> log.say("  " + line));
  }

  private void tellEnd(LoopEnd end) {
    log.say(end.words());
  }

  /// Tells what changes in the robot's safety.
  private final class Teller implements SafetyListener {
    @Override
    public void changed(Transition transition) {
      log.say(transition.to().id());
    }

    @Override
    public void reported(FaultReport report) {
      log.reported(report);
    }
  }

  /// Does what the words on standard input say, one line after the other.
  private final class Operator implements Runnable {
    private final ArmStation station;
    private final ArmKeeper keeper;
    private final ArmServer server;

    Operator(ArmStation station, ArmKeeper keeper, ArmServer server) {
      this.station = station;
      this.keeper = keeper;
      this.server = server;
    }

    @Override
    public void run() {
      try (var in =
          new BufferedReader(new InputStreamReader(Terminal.input(), StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          take(line.strip());
        }
      } catch (IOException unreadable) {
        // As where it is closed: it goes on without words.
      }
    }

    private void take(String word) {
      switch (word.toLowerCase(Locale.ROOT)) {
        case "" -> {}
        case "arm" -> tell(keeper.arm());
        case "disarm" -> tell(keeper.disarm());
        case "recover" -> log.say(keeper.recover());
        case "status" -> log.say(status());
        case "quit" -> quit.countDown();
        default ->
            log.say(
                "there is no word '%s': say arm, disarm, recover, status or quit"
                    .formatted(word.length() > 40 ? word.substring(0, 40) + "…" : word));
      }
    }

    private String status() {
      String clients = server.clients() == 1 ? "1 client" : server.clients() + " clients";
      String standing = "%s, %s".formatted(keeper.gate().state().id(), clients);
      if (station.isRunning()) {
        LoopStats stats = station.stats();
        return "%s, running by %s: %d cycles, %d missed, late by %.3f ms at most"
            .formatted(
                standing,
                station.control().law(),
                stats.cycles().run(),
                stats.cycles().missed(),
                stats.lateness().max() / 1e6);
      }
      return standing + station.end().map(end -> "; " + end.words()).orElse(", not started");
    }
  }
}
