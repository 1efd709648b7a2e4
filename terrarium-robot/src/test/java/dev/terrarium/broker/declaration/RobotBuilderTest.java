package dev.terrarium.broker.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.broker.declaration.PayloadDeclaration.PayloadField;
import dev.terrarium.broker.declaration.TopicDeclaration.ScriptAccess;
import dev.terrarium.message.payload.FieldType;
import dev.terrarium.message.topic.TopicPath;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the builder refuses that TOML cannot say.
class RobotBuilderTest {
  private static RobotBuilder scout() {
    return RobotDeclaration.builder("scout");
  }

  static Stream<Arguments> declared() {
    UnaryOperator<RobotBuilder> category = builder -> builder.category("motion", 2);
    UnaryOperator<RobotBuilder> payload =
        builder -> builder.payload("motion", new PayloadDeclaration(Map.of(), ""));
    UnaryOperator<RobotBuilder> topic =
        builder -> builder.topic("motion", TopicDeclaration.of("sensor.imu"));
    UnaryOperator<RobotBuilder> parameter =
        builder ->
            builder.parameter("motion", ParameterDeclaration.of(ValueType.INTEGER, 1, "steps"));
    UnaryOperator<RobotBuilder> command =
        builder -> builder.command("motion", CommandDeclaration.java());
    UnaryOperator<RobotBuilder> actuator =
        builder ->
            builder.actuator(
                "motion", new ActuatorDeclaration(TopicPath.of("actuator.a"), List.of(), ""));
    UnaryOperator<RobotBuilder> source =
        builder ->
            builder.source("motion", new SourceDeclaration(TopicPath.of("a"), "i", 1, "camera"));
    UnaryOperator<RobotBuilder> policy =
        builder -> builder.policy("motion", PolicyDeclaration.of("waving", "act"));
    return Stream.of(
        Arguments.of("category", category),
        Arguments.of("type of messages", payload),
        Arguments.of("topic", topic),
        Arguments.of("parameter", parameter),
        Arguments.of("command", command),
        Arguments.of("actuator", actuator),
        Arguments.of("source", source),
        Arguments.of("policy", policy));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("declared")
  void refusesToDeclareOneNameTwice(String what, UnaryOperator<RobotBuilder> declare) {
    var builder = declare.apply(scout());

    assertThatThrownBy(() -> declare.apply(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The " + what + " 'motion' is declared twice: give one of them another name");
  }

  @Test
  void refusesAnArgumentThatACommandTakesAlready() {
    var number = ArgumentDeclaration.required(ValueType.FLOAT, "m");
    var command = CommandDeclaration.java().taking("length", number);

    assertThatThrownBy(() -> command.taking("length", number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The argument 'length' is declared twice");
  }

  @SuppressWarnings("NullAway") // this is about those who are not told
  static Stream<Arguments> missing() {
    return Stream.of(
        of("the name of a robot must be a text", () -> RobotDeclaration.builder(null)),
        of("the path of a topic must be", () -> scout().topic(null, TopicDeclaration.of("x"))),
        of("the topic 'b' must be what declares it", () -> scout().topic("b", null)),
        of("the name of a command must be a text", () -> scout().command(null, null)),
        of("scripts[0] must be there", () -> scout().scripts((String) null)),
        of(
            "module of a Python must be of the type String",
            () -> CommandDeclaration.python(null, null)),
        of("handling of a CommandDeclaration", () -> CommandDeclaration.of(null)),
        of("doc of a CommandDeclaration", () -> CommandDeclaration.java().documented(null)),
        of("arguments.x must be there", () -> CommandDeclaration.java().taking("x", null)),
        of("the type of a topic must be a text", () -> TopicDeclaration.of(null)),
        of(
            "scripts of a TopicDeclaration must be of the type ScriptAccess",
            () -> TopicDeclaration.of("sensor.imu", null)),
        of("period of a Throttling", () -> TopicDeclaration.of("x").throttled(null, true)),
        of("type of a PayloadField", () -> PayloadField.of(null, "")),
        of(
            "initial of a ParameterDeclaration",
            () -> ParameterDeclaration.of(ValueType.ANY, null, "")),
        of("the unit of a parameter must be a text", () -> ParameterDeclaration.in(null, 1, "")),
        of("the declaration must be a text of TOML", () -> RobotToml.parse(null)),
        of("the file must be a path", () -> RobotToml.read(null)),
        of("the robot must be a RobotDeclaration", () -> RobotToml.text(null)),
        of("the robot must be a RobotDeclaration", () -> SurfaceDocs.markdown(null)));
  }

  private static Arguments of(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("missing")
  void saysWhichArgumentIsNullAndWhatIsExpected(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith(message)
        .hasMessageEndingWith(", not null");
  }

  @Test
  void refusesTextThatUtf8CannotWriteWhereverItStands() {
    var half = "abc\ud800d";
    var builder =
        scout()
            .command("dance", CommandDeclaration.java().documented(half))
            .topic(
                "a", TopicDeclaration.of("sensor.imu", ScriptAccess.NONE).documented("😀" + half))
            .payload(
                "own",
                new PayloadDeclaration(
                    Map.of("x", PayloadField.of(FieldType.values()[0], "fine 😀")), ""));

    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            DeclarationException.class,
            wrong ->
                assertThat(wrong.faults())
                    .extracting(DeclarationFault::toString)
                    .containsExactly(
                        "topics.a.doc: must be a text that UTF-8 can write: it holds half of a character,"
                            + " U+D800 at index 5",
                        "commands.dance.doc: must be a text that UTF-8 can write: it holds half of a"
                            + " character, U+D800 at index 3"));
  }
}
