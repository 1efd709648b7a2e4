package dev.terrarium.broker.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.broker.declaration.ArmDeclaration.Scheduling;
import dev.terrarium.broker.declaration.ArmDeclaration.StartingLaw;
import dev.terrarium.broker.declaration.CommandDeclaration.Role;
import dev.terrarium.broker.declaration.CommandDeclaration.Rules;
import dev.terrarium.broker.declaration.OperationDeclaration.Arming;
import dev.terrarium.broker.declaration.PayloadDeclaration.PayloadField;
import dev.terrarium.broker.declaration.SafetyDeclaration.Restarts;
import dev.terrarium.broker.declaration.TopicDeclaration.ScriptAccess;
import dev.terrarium.bus.Overflow;
import dev.terrarium.message.payload.FieldType;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.worker.script.Isolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Java declares and what TOML declares is the same: there and back is equal.
class SameContentTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "\"quoted\" \\ and\ttabs",
          "two\nlines\r\n",
          "čas 時 🤖",
          "\u0001\u007f",
          "# [x] = {");

  static List<Long> seeds() {
    return new Random(20261122).longs(100).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenAndReadAgainIsEqual(long seed) {
    var declared = new Generated(new Random(seed)).robot();

    var text = RobotToml.text(declared);

    assertThat(RobotToml.parse(text)).isEqualTo(declared);
    assertThat(RobotToml.text(RobotToml.parse(text))).isEqualTo(text);
  }

  @Test
  void theCompleteDeclarationComesBack() {
    var declared = RobotToml.parse(Complete.text());

    assertThat(RobotToml.parse(RobotToml.text(declared))).isEqualTo(declared);
  }

  @Test
  void javaFindsTheSameFaultsWithoutLines() {
    var builder =
        RobotDeclaration.builder("scout")
            .deadline(Duration.ofNanos(1_500_000))
            .states("idle")
            .topic("safety.x", TopicDeclaration.of("sensor.imaeg", ScriptAccess.PUBLISH))
            .command("go", CommandDeclaration.of(new CommandHandling.Arm()).forScripts())
            .parameter("a", ParameterDeclaration.of(ValueType.FLOAT, 2, "").between(0, 1));

    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            DeclarationException.class,
            refused ->
                assertThat(refused.faults().stream().map(DeclarationFault::toString))
                    .containsExactlyInAnyOrder(
                        "robot.deadline_ms: must be a whole number of milliseconds from 1 to 2147483647, not the"
                            + " number 1.5",
                        "robot.states[0]: must be a state beside idle, which every robot has",
                        "topics.\"safety.x\".type: must be a type of messages, not the text"
                            + " \"sensor.imaeg\"; did you mean 'sensor.image'?",
                        "topics.\"safety.x\".scripts: must be subscribe or none, as only the robot itself"
                            + " publishes under safety",
                        "commands.go.exposed: must be false, as the command arms, and no script reaches"
                            + " that",
                        "parameters.a.default: must be at most max, which is 1.0, not 2.0"))
        .hasMessageStartingWith("The robot's declaration has 6 faults:\n  ");
  }

  @Test
  void aTimeThatIsTooLongIsToldWithTheLongest() {
    assertThatThrownBy(
            () -> RobotDeclaration.builder("scout").deadline(Duration.ofDays(25)).build())
        .isInstanceOf(DeclarationException.class)
        .hasMessageContaining(
            "robot.deadline_ms: must be a whole number of milliseconds from 1 to 2147483647, not the"
                + " number 2160000000");
  }

  @Test
  void aDeclarationThatIsThereHasNoFault() {
    var sound = RobotDeclaration.builder("scout").build();

    assertThatThrownBy(() ->
            new RobotDeclaration(
                sound.robot(),
                sound.python(),
                new OperationDeclaration(
                    false, Arming.ON_START, List.of(), "idle", java.util.Map.of()),
                sound.safety(),
                sound.surface(),
                sound.equipment()))
        .isInstanceOf(DeclarationException.class)
        .hasMessageContaining("robot.arm: must be operator");
  }

  /// A declaration by chance, always a sound one.
  private record Generated(Random random) {
    RobotDeclaration robot() {
      var states = names("state", 3);
      var categories = names("category", 3);
      var builder =
          RobotDeclaration.builder(name("robot"))
              .pythonPath(texts("folder"))
              .scripts(names("module.part", 3).toArray(String[]::new))
              .isolation(one(Isolation.values()))
              .deadline(millis())
              .states(states.toArray(String[]::new))
              .initialState(states.isEmpty() || flag() ? "idle" : states.getLast())
              .safety(
                  new SafetyDeclaration(
                      maybe(millis()),
                      millis(),
                      new Restarts(
                          random.nextInt(1001),
                          Duration.ofNanos(1 + random.nextLong(86_400L * 1_000_000_000L)))));
      if (flag()) {
        builder.pyproject("pyproject.toml");
      }
      if (flag()) {
        builder.simulated(one(Arming.values()));
      }
      categories.forEach(category -> builder.category(category, 1 + random.nextInt(1000)));
      var payloads = names("kind.of", 2);
      payloads.forEach(payload -> builder.payload(payload, payload()));
      var types = new ArrayList<>(payloads);
      types.addAll(List.of("sensor.image", "sensor.joint_state"));
      names("sensor.topic", 3).forEach(path -> builder.topic(path, topic(types)));
      names("group.parameter", 3).forEach(path -> builder.parameter(path, parameter()));
      commands(builder, states, categories);
      names("actuator", 2)
          .forEach(name ->
              builder.actuator(
                  name,
                  new ActuatorDeclaration(
                      TopicPath.of("actuator." + name), List.of("actuator.command.stop"), text())));
      builder.topic("sensor.seen", TopicDeclaration.of("sensor.image"));
      names("source", 2)
          .forEach(name ->
              builder.source(
                  name,
                  new SourceDeclaration(
                      TopicPath.of("sensor.seen"),
                      "frames " + name,
                      Math.nextUp(random.nextDouble()) * 100,
                      flag() ? "camera" : "front")));
      arm(builder);
      return builder.build();
    }

    private void arm(RobotBuilder builder) {
      if (flag()) {
        return;
      }
      var arm =
          new ArmDeclaration(
              one(ArmDeclaration.Model.values()),
              one("built-in", "mujoco", "mujoco:some where/lib"),
              one(StartingLaw.IMPEDANCE, StartingLaw.OSC, StartingLaw.TORQUE),
              flag() ? Map.of() : Map.of("kp", List.of(random.nextDouble() * 1e3)),
              Duration.ofMillis(1001 + random.nextInt(1000)),
              new Scheduling(
                  1 + random.nextInt(99),
                  flag() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1024)),
                  flag(),
                  flag()));
      builder
          .simulated(one(Arming.values()))
          .arm(flag() ? arm : arm.gain("ee_kd", 1.0, 2.5, 3.0, 0.0, 1e-3, 1e6));
      var autostart = flag();
      for (var name : names("policy", 3)) {
        builder.policy(
            name,
            new PolicyDeclaration(
                new PolicyDeclaration.Call("some.module", "Type.function"),
                1 + random.nextDouble() * 99,
                one(PolicyDeclaration.Place.values()),
                millis(),
                autostart && name.endsWith("1"),
                text()));
      }
    }

    private void commands(RobotBuilder builder, List<String> states, List<String> categories) {
      var known = new ArrayList<>(states);
      known.addAll(List.of("idle", "disarmed"));
      for (var name : names("command", 4)) {
        var state = states.isEmpty() ? "idle" : states.getFirst();
        CommandHandling handling =
            switch (random.nextInt(3)) {
              case 0 -> new CommandHandling.Python("some.module", "Type.function");
              case 1 -> new CommandHandling.SetState(state);
              default -> new CommandHandling.Java();
            };
        builder.command(
            name,
            new CommandDeclaration(
                handling,
                flag(),
                new Rules(
                    maybe(millis()),
                    flag() ? List.of() : List.of(known.get(random.nextInt(known.size()))),
                    categories.isEmpty() ? Optional.empty() : maybe(categories.getFirst()),
                    flag() ? List.of("*") : categories,
                    Role.ORDINARY),
                text(),
                arguments()));
      }
      if (flag()) {
        builder.command(
            "arm_it",
            flag()
                ? CommandDeclaration.of(new CommandHandling.Arm())
                : CommandDeclaration.java()
                    .under(
                        new Rules(
                            maybe(millis()),
                            List.of("disarmed"),
                            Optional.empty(),
                            List.of(),
                            Role.ARM)));
      }
      if (flag()) {
        builder.command("disarm_it", CommandDeclaration.of(new CommandHandling.Disarm()));
      }
    }

    private LinkedHashMap<String, ArgumentDeclaration> arguments() {
      var arguments = new LinkedHashMap<String, ArgumentDeclaration>();
      for (var name : names("argument", 4)) {
        var type =
            one(
                ValueType.ANY,
                ValueType.FLOAT,
                ValueType.INTEGER,
                ValueType.BOOLEAN,
                ValueType.STRING,
                ValueType.SYMBOL);
        var argument =
            switch (random.nextInt(4)) {
              case 0 -> ArgumentDeclaration.required(type, text());
              case 1 -> ArgumentDeclaration.optional(type, text());
              case 2 -> ArgumentDeclaration.choice(List.of("slow", "very fast"), text());
              default -> ArgumentDeclaration.optional(type, text()).or(value(type));
            };
        arguments.put(name, argument);
      }
      return arguments;
    }

    private PayloadDeclaration payload() {
      var fields = new LinkedHashMap<String, PayloadField>();
      for (var name : names("field", 4)) {
        fields.put(name, new PayloadField(one(FieldType.values()), flag(), text()));
      }
      return new PayloadDeclaration(fields, text());
    }

    private TopicDeclaration topic(List<String> types) {
      var access = one(ScriptAccess.values());
      var topic =
          TopicDeclaration.of(types.get(random.nextInt(types.size())), access).documented(text());
      if (access.subscribes() && flag()) {
        topic = topic.throttled(millis(), flag()).budgeted(millis());
      }
      if (access.subscribes() && flag()) {
        topic =
            topic.queued(
                1 + random.nextInt(1_000_000), one(Overflow.DROP_OLDEST, Overflow.DROP_NEWEST));
      }
      return flag()
          ? topic
          : new TopicDeclaration(
              Optional.empty(),
              access,
              topic.throttle(),
              topic.queue(),
              topic.budget(),
              topic.doc());
    }

    private ParameterDeclaration parameter() {
      var type =
          one(
              ValueType.FLOAT,
              ValueType.INTEGER,
              ValueType.BOOLEAN,
              ValueType.STRING,
              ValueType.SYMBOL,
              ValueType.UNIT);
      var parameter =
          type == ValueType.UNIT
              ? ParameterDeclaration.in("m/s", random.nextDouble(), text())
              : ParameterDeclaration.of(type, value(type), text());
      boolean bounded = flag() && parameter.initial() instanceof Number;
      double initial = bounded ? ((Number) parameter.initial()).doubleValue() : 0;
      return bounded
          ? parameter.between(initial - random.nextDouble(), initial + random.nextInt(100))
          : parameter;
    }

    private Object value(ValueType type) {
      return switch (type) {
        case FLOAT, UNIT -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
        case INTEGER -> (long) random.nextInt();
        case BOOLEAN -> flag();
        case SYMBOL -> name("symbol");
        case ANY, STRING, CHOICE -> text();
      };
    }

    private List<String> names(String stem, int most) {
      var names = new ArrayList<String>();
      int count = random.nextInt(most + 1);
      for (int i = 0; i < count; i++) {
        names.add(stem + "_" + i);
      }
      return names;
    }

    private String[] texts(String stem) {
      return names(stem, 3).stream().map(name -> name + " " + text() + ".").toArray(String[]::new);
    }

    private String name(String stem) {
      return stem + random.nextInt(100);
    }

    private String text() {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private Duration millis() {
      return Duration.ofMillis(1 + random.nextInt(Integer.MAX_VALUE - 1));
    }

    private <T> Optional<T> maybe(T value) {
      return flag() ? Optional.of(value) : Optional.empty();
    }

    private boolean flag() {
      return random.nextBoolean();
    }

    @SafeVarargs
    private final <T> T one(T... values) {
      return values[random.nextInt(values.length)];
    }
  }
}
