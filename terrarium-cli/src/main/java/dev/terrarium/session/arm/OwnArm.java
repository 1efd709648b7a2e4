package dev.terrarium.session.arm;

import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A simulated arm that a program of another language has opened in its own process, and reaches by
/// the same protocol as one that is served from elsewhere.
///
/// Any thread. Nobody is its operator but the program's own user, before he runs it.
public final class OwnArm implements AutoCloseable {
  private static final Map<String, OwnArm> OPEN = new ConcurrentHashMap<>();

  private static final List<String> OPTIONS =
      List.of("model", "simulator", "name", "arm", "priority", "cpu", "shield");

  private final Safety safety;
  private final ArmStation station;
  private final ArmDesk desk;
  private final ArmServer server;

  private OwnArm(Safety safety, ArmStation station, ArmDesk desk, ArmServer server) {
    this.safety = safety;
    this.station = station;
    this.desk = desk;
    this.server = server;
  }

  /// Opens one, which stands still until a client starts it.
  ///
  /// @param options a JSON object: `model`, `simulator`, `name`, `arm` (`operator`, or `on_start`:
  ///   each start arms it), `priority`, `cpu`, `shield`; each may be left out or null
  /// @return a JSON object: `socket`, or `error` with a `kind` and a `message`
  public static String open(String options) {
    try {
      OwnArm arm = opened(Json.object(options));
      OPEN.put(arm.server.socket().toString(), arm);
      return Json.line(Map.of("socket", arm.server.socket().toString()));
    } catch (ProtocolException | IllegalArgumentException e) {
      return error("refused", e);
    } catch (ArmException e) {
      return error("arm", e);
    } catch (UncheckedIOException e) {
      return error("file", e);
    }
  }

  private static String error(String kind, Exception e) {
    return Json.line(
        Map.of("error", Map.of("kind", kind, "message", String.valueOf(e.getMessage()))));
  }

  private static OwnArm opened(Map<String, @Nullable Object> options) {
    for (String name : options.keySet()) {
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException(
            "there is no option '%s' of an arm: expected some of %s"
                .formatted(name, String.join(", ", OPTIONS)));
      }
    }
    var settings =
        ArmSettings.standard()
            .withModel(ArmModel.of(text(options, "model", "fr3")))
            .withSimulator(ArmSimulator.of(text(options, "simulator", "built-in")))
            .withLoop(loop(options));
    boolean armsOnStart =
        switch (text(options, "arm", "operator")) {
          case "operator" -> false;
          case "on_start" -> true;
          case String other ->
              throw new IllegalArgumentException(
                  "arm is '%s': expected operator or on_start".formatted(other));
        };
    return opened(new RobotId(text(options, "name", "arm")), settings, armsOnStart);
  }

  private static OwnArm opened(RobotId robot, ArmSettings settings, boolean armsOnStart) {
    var safety = Safety.open();
    try {
      Gate gate = safety.register(robot, GateOptions.defaults());
      ArmKeeper keeper =
          armsOnStart
              ? ArmKeeper.armingOnStart(safety, gate)
              : ArmKeeper.withoutOperator(safety, gate);
      ArmStation station = ArmStation.open(gate, settings, keeper::failed);
      try {
        ArmDesk desk = ArmDesk.of(station, keeper, ArmDesk.Abandoned.STOPS);
        return new OwnArm(safety, station, desk, ArmServer.open(desk, socket(station)));
      } catch (RuntimeException e) {
        station.close();
        throw e;
      }
    } catch (RuntimeException e) {
      safety.close();
      throw e;
    }
  }

  /// Beside what the loop publishes: nobody else's folder, gone with it, and swept after a kill.
  private static Path socket(ArmStation station) {
    return station.folder().orElseThrow().resolve("arm.sock");
  }

  private static LoopOptions loop(Map<String, @Nullable Object> options) {
    var loop = LoopOptions.standard();
    Integer priority = whole(options, "priority");
    if (priority != null) {
      loop = loop.withPriority(priority);
    }
    Integer cpu = whole(options, "cpu");
    if (cpu != null) {
      loop = loop.withCpu(cpu);
    }
    return isWanted(options, "shield") ? loop.withShield() : loop;
  }

  private static boolean isWanted(Map<String, @Nullable Object> options, String name) {
    return switch (options.get(name)) {
      case null -> false;
      case Boolean wanted -> wanted;
      case Object other ->
          throw new IllegalArgumentException(
              "%s is true or false, not %s".formatted(name, Json.line(other)));
    };
  }

  private static @Nullable Integer whole(Map<String, @Nullable Object> options, String name) {
    return switch (options.get(name)) {
      case null -> null;
      case Long number when number >= 0 && number <= Integer.MAX_VALUE -> number.intValue();
      case Object other ->
          throw new IllegalArgumentException(
              "%s is a whole number, 0 or more, not %s".formatted(name, Json.line(other)));
    };
  }

  private static String text(Map<String, @Nullable Object> options, String name, String usual) {
    return switch (options.get(name)) {
      case null -> usual;
      case String text -> text;
      case Object other ->
          throw new IllegalArgumentException(
              "%s is a text, not %s".formatted(name, Json.line(other)));
    };
  }

  /// Closes the one that is served at a socket; does nothing if there is none.
  public static void close(String socket) {
    OwnArm arm = OPEN.remove(socket);
    if (arm != null) {
      arm.close();
    }
  }

  /// Closes all.
  public static void closeAll() {
    List.copyOf(OPEN.keySet()).forEach(OwnArm::close);
  }

  /// Disarms it, which brings it to rest, and takes away its socket and its files.
  @Override
  public void close() {
    safety.close();
    server.close();
    desk.close();
    station.close();
  }
}
