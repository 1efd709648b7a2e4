package dev.terrarium.session.arm;

import dev.terrarium.control.ControlledArm;
import dev.terrarium.control.MoveEnd;
import dev.terrarium.control.Target;
import dev.terrarium.control.law.Gains;
import dev.terrarium.control.move.MoveLimits;
import dev.terrarium.control.record.CycleField;
import dev.terrarium.control.record.Recorded;
import dev.terrarium.control.record.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Does what one client asks for. What takes long is done on a thread of its own.
final class ArmCommands {
  private static final double LONGEST_SECONDS = 3600;
  private static final double LONGEST_HOLD = 3.6e6;

  private static final String TARGETS = "q_desired, ee_desired, torque";

  private final ArmDesk desk;
  private final ArmClient client;
  private final ArmStation station;

  ArmCommands(ArmDesk desk, ArmClient client) {
    this.desk = desk;
    this.client = client;
    station = desk.station();
  }

  /// Begins a command.
  ///
  /// @return what it came to
  CompletionStage<Map<String, @Nullable Object>> begin(ArmRequest request) {
    return switch (request.command()) {
      case HELLO -> now(() -> hello(request));
      case START -> start();
      case STOP -> station.stop().thenApply(end -> with("end", ArmFacts.end(end)));
      case SWITCH -> now(() -> switchTo(request));
      case SET -> now(() -> set(request));
      case SETTING -> now(() -> ArmFacts.setting(station));
      case MOVE -> move(request);
      case STATS -> now(() -> with("loop_stats", ArmFacts.stats(station.stats())));
      case RECORD -> record(request);
      case STATUS -> now(() -> ArmFacts.status(station));
      case DISARM -> later("disarm", this::disarm);
    };
  }

  private ControlledArm control() {
    return station.control();
  }

  private Map<String, @Nullable Object> hello(ArmRequest request) {
    OptionalDouble version = request.number("version");
    if (version.isEmpty() || version.getAsDouble() != ArmFacts.VERSION) {
      throw new ProtocolException(
          "version is %d, which this arm's server speaks, not %s: have both of the same release"
              .formatted(ArmFacts.VERSION, request.fields().get("version")));
    }
    return ArmFacts.hello(station);
  }

  private CompletionStage<Map<String, @Nullable Object>> start() {
    Runnable start = station.claim(desk.keeper()::beforeStart); // Here, so that a stop comes after.
    return later(
        "start",
        () -> {
          start.run();
          desk.started(client);
          return ArmFacts.started(station);
        });
  }

  private Map<String, @Nullable Object> disarm() {
    String words = desk.keeper().disarm();
    Map<String, @Nullable Object> facts = with("safety", station.gate().state().id());
    facts.put("words", words);
    return facts;
  }

  private Map<String, @Nullable Object> switchTo(ArmRequest request) {
    control().switchTo(request.text("law"));
    return ArmFacts.setting(station);
  }

  private Map<String, @Nullable Object> set(ArmRequest request) {
    String name = request.text("name");
    switch (name) {
      case "q_desired" ->
          aim(request, Wanted.Q, Target.joints(list(name, value(request), joints())));
      case "ee_desired" -> aim(request, Wanted.POSE, Target.pose(list(name, value(request), 16)));
      case "torque" ->
          aim(request, Wanted.TORQUE, Target.torques(list(name, value(request), joints())));
      case "tool" -> {
        requireNoHold(request);
        control().tool(list(name, value(request), 16));
      }
      default -> {
        Gains.Name gain = gain(name);
        requireNoHold(request);
        int size = control().setting().gains().list(gain).length;
        control().gain(gain, ArmRequest.numbers(name, value(request), size));
      }
    }
    return new LinkedHashMap<>();
  }

  private int joints() {
    return station.arm().limits().joints();
  }

  private static @Nullable Object value(ArmRequest request) {
    return request.fields().get("value");
  }

  /// Returns numbers where one alone means nothing.
  private static double[] list(String name, @Nullable Object value, int size) {
    if (value instanceof Number) {
      throw new IllegalArgumentException(
          "%s is a list of %d numbers, not %s".formatted(name, size, value));
    }
    return ArmRequest.numbers(name, value, size);
  }

  private static Gains.Name gain(String id) {
    return Arrays.stream(Gains.Name.values())
        .filter(name -> name.id().equals(id))
        .findAny()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is nothing to set by the name '%s': expected one of %s, tool, %s"
                    .formatted(
                        id,
                        TARGETS,
                        Stream.of(Gains.Name.values())
                            .map(Gains.Name::id)
                            .collect(Collectors.joining(", ")))));
  }

  private static void requireNoHold(ArmRequest request) {
    if (request.has("hold_ms")) {
      throw new IllegalArgumentException(
          "hold_ms is for targets (%s), not for %s: leave it out"
              .formatted(TARGETS, request.text("name")));
    }
  }

  private void aim(ArmRequest request, Wanted wanted, Target target) {
    station.requireStarted();
    requireMeant(wanted, control().law());
    if (!request.has("hold_ms")) {
      control().aim(target);
      return;
    }
    double hold = request.number("hold_ms").orElseThrow();
    if (!(hold > 0 && hold <= LONGEST_HOLD)) {
      throw new IllegalArgumentException(
          "hold_ms is %s: expected more than 0 and at most 3600000, an hour".formatted(hold));
    }
    control().aim(target, Duration.ofNanos(Math.round(hold * 1e6)));
  }

  /// Refuses what the law would not look at: the arm would stand still, and nobody knew why.
  private static void requireMeant(Wanted wanted, String law) {
    if (law.equals("gravity")) {
      throw new IllegalArgumentException(
          "the law gravity takes no targets, such as %s: switch to another law first"
              .formatted(wanted.target()));
    }
    wanted
        .insteadOf(law)
        .ifPresent(meant -> {
          throw new IllegalArgumentException(
              "the law %s looks at %s alone, not at %s: set that, or switch to another law first"
                  .formatted(law, meant.target(), wanted.target()));
        });
  }

  private CompletionStage<Map<String, @Nullable Object>> move(ArmRequest request) {
    station.requireStarted();
    int joints = joints();
    MoveLimits usual = MoveLimits.usual(joints);
    var limits =
        new MoveLimits(
            limit(request, "velocity", usual.velocity(0)),
            limit(request, "acceleration", usual.acceleration(0)),
            limit(request, "jerk", usual.jerk(0)));
    CompletionStage<MoveEnd> end =
        control().move(list("qpos", request.fields().get("qpos"), joints), limits);
    client.keep(end);
    return end.thenApply(ArmCommands::told);
  }

  private double[] limit(ArmRequest request, String field, double usual) {
    return ArmRequest.numbers(
        field, request.has(field) ? request.fields().get(field) : usual, joints());
  }

  private static Map<String, @Nullable Object> told(MoveEnd end) {
    String kind =
        switch (end) {
          case MoveEnd.Arrived _ -> "arrived";
          case MoveEnd.NotArrived _ -> "not_arrived";
          case MoveEnd.Superseded _ -> "superseded";
          case MoveEnd.Ended _ -> "ended";
          case MoveEnd.Refused refused -> throw new IllegalArgumentException(refused.words());
        };
    Map<String, @Nullable Object> facts = with("end", kind);
    facts.put("words", end.words());
    return facts;
  }

  private CompletionStage<Map<String, @Nullable Object>> record(ArmRequest request) {
    Set<CycleField> fields =
        request.has("fields")
            ? request.texts("fields").stream().map(CycleField::of).collect(Collectors.toSet())
            : CycleField.all();
    double seconds = request.number("seconds").orElse(Double.NaN);
    if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
      throw new IllegalArgumentException(
          "seconds is %s: expected more than 0 and at most 3600".formatted(seconds));
    }
    Path file = file(request.text("path"));
    return desk.record(
        file, () -> begun(fields, seconds), recorded -> written(recorded, file), on("record"));
  }

  private Recording begun(Set<CycleField> fields, double seconds) {
    Recording recording = station.record(fields, Duration.ofNanos(Math.round(seconds * 1e9)));
    client.keep(recording);
    return recording;
  }

  private static Path file(String name) {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "path names no file, by %s: expected the absolute path of one".formatted(e.getReason()),
          e);
    }
    if (!path.isAbsolute() || !List.of("npz", "arrow").contains(extension(name))) {
      throw new IllegalArgumentException(
          "path is '%s': expected an absolute path that ends in .npz or .arrow".formatted(name));
    }
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          "path is '%s': expected a file in a folder that is there".formatted(name));
    }
    return path;
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static Map<String, @Nullable Object> written(Recorded recorded, Path file) {
    try {
      if (extension(file.toString()).equals("npz")) {
        recorded.toNpz(file);
      } else {
        recorded.toArrow(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s; %d cycles are lost".formatted(e.getMessage(), recorded.rows()), e);
    }
    Map<String, @Nullable Object> facts = with("path", file.toString());
    facts.put("rows", recorded.rows());
    facts.put("lost", recorded.lost());
    return facts;
  }

  private static Map<String, @Nullable Object> with(String name, Object value) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    facts.put(name, value);
    return facts;
  }

  private static CompletionStage<Map<String, @Nullable Object>> now(
      Supplier<Map<String, @Nullable Object>> work) {
    return CompletableFuture.completedStage(work.get());
  }

  private static CompletionStage<Map<String, @Nullable Object>> later(
      String what, Supplier<Map<String, @Nullable Object>> work) {
    return CompletableFuture.supplyAsync(work, on(what));
  }

  private static Executor on(String what) {
    return task -> Thread.ofPlatform().daemon().name("terrarium-arm-" + what).start(task);
  }
}
