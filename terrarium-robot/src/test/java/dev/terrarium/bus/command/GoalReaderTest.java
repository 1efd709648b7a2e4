package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrarium.bus.command.ArgumentType.Anything;
import dev.terrarium.bus.command.ArgumentType.Choice;
import dev.terrarium.bus.command.ArgumentType.Flag;
import dev.terrarium.bus.command.ArgumentType.Real;
import dev.terrarium.bus.command.ArgumentType.Symbol;
import dev.terrarium.bus.command.ArgumentType.Text;
import dev.terrarium.bus.command.ArgumentType.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoalReaderTest {
  enum Gait {
    WALK,
    TROT
  }

  @ParameterizedTest
  @MethodSource
  void makesTextsIntoWhatTheArgumentIs(ArgumentType type, Object given, Object expected) {
    assertThat(type.coerce(given)).isEqualTo(expected);
    assertThat(type.accepts(type.coerce(given))).isTrue();
  }

  static List<Arguments> makesTextsIntoWhatTheArgumentIs() {
    return List.of(
        Arguments.of(new Symbol(), "fast", "fast"),
        Arguments.of(new Symbol(), ":fast", "fast"),
        Arguments.of(new Whole(), "-12", -12L),
        Arguments.of(new Whole(), 12, 12L),
        Arguments.of(new Whole(), (byte) 3, 3L),
        Arguments.of(new Real(), "1.5e-3", 0.0015),
        Arguments.of(new Real(), "2", 2.0),
        Arguments.of(new Real(), 2, 2.0),
        Arguments.of(new Real(), 2.5f, 2.5),
        Arguments.of(new Real(), new BigDecimal("1"), 1.0),
        Arguments.of(new Real(), BigInteger.TWO, 2.0),
        Arguments.of(new Flag(), "true", true),
        Arguments.of(new Flag(), "false", false),
        Arguments.of(Choice.of(Gait.class), "trot", Gait.TROT),
        Arguments.of(Choice.of("left", "right"), "left", "left"),
        Arguments.of(new Choice(List.of(1L, 2L)), "2", 2L),
        Arguments.of(new Text(), "7", "7"),
        Arguments.of(new Anything(), "7", "7"));
  }

  @ParameterizedTest
  @MethodSource
  void leavesAsItIsWhatStandsForNothingElseAndThenRefusesIt(ArgumentType type, Object given) {
    assertThat(type.coerce(given)).isSameAs(given);
    assertThat(type.accepts(given)).isFalse();
  }

  static List<Arguments> leavesAsItIsWhatStandsForNothingElseAndThenRefusesIt() {
    return List.of(
        Arguments.of(new Symbol(), "Not a symbol"),
        Arguments.of(new Whole(), "12.5"),
        Arguments.of(new Whole(), "99999999999999999999"),
        Arguments.of(new Whole(), "9999999999999999999"),
        Arguments.of(new Whole(), 3.0),
        Arguments.of(new Real(), "NaN"),
        Arguments.of(new Real(), "1e999"),
        Arguments.of(new Real(), "0x1p3"),
        Arguments.of(new Real(), Double.NaN),
        Arguments.of(new Real(), true),
        Arguments.of(new Flag(), "yes"),
        Arguments.of(new Flag(), 1),
        Arguments.of(Choice.of(Gait.class), "gallop"),
        Arguments.of(new Text(), 7));
  }

  @Test
  void fillsDefaultsInAndKeepsTheOrderOfTheDefinition() {
    var reader =
        new GoalReader(
            List.of(
                ArgumentDefinition.required("x", new Real(), "metres"),
                ArgumentDefinition.optional("speed", new Real(), "m/s").orElse(0.25),
                ArgumentDefinition.optional("note", new Text(), "for the log")));

    Goal goal = reader.read(Map.of("x", "1"));

    assertThat(reader.faults()).isEmpty();
    assertThat(goal.values()).containsExactly(Map.entry("x", 1.0), Map.entry("speed", 0.25));
    assertThat(goal.real("speed")).isEqualTo(0.25);
    assertThat(goal.find("note")).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> goal.text("note"))
        .withMessageContaining("'note'")
        .withMessageContaining("nothing");
  }

  @Test
  void saysOfEachArgumentWhatWasExpectedAndWhatWasGiven() {
    var reader =
        new GoalReader(
            List.of(
                ArgumentDefinition.required("x", new Real(), "metres"),
                ArgumentDefinition.required("gait", Choice.of(Gait.class), "how")));

    reader.read(Map.of("gait", "gallop", "y", 1.0));

    assertThat(reader.faults())
        .containsExactlyInAnyOrder(
            new ArgumentFault("y", "an argument named x or gait", "'y'"),
            new ArgumentFault("x", "a finite number", "nothing"),
            new ArgumentFault("gait", "one of walk, trot", "the text \"gallop\""));
  }

  @Test
  void refusesNullWhereATypeIsDeclared() {
    var reader = new GoalReader(List.of(ArgumentDefinition.optional("x", new Real(), "metres")));
    var given = new java.util.HashMap<String, @Nullable Object>();
    given.put("x", null);

    reader.read(given);

    assertThat(reader.faults())
        .containsExactly(new ArgumentFault("x", "a finite number", "nothing"));
  }

  @Test
  void anArgumentThatContradictsItselfIsNotDeclared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArgumentDefinition.optional("x", new Real(), "metres").orElse("far"))
        .withMessage("the default of argument 'x' must be a finite number, not the text \"far\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new ArgumentDefinition("x", new Real(), true, java.util.Optional.of(1.0), "metres"))
        .withMessageContaining("required and has a default");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ArgumentDefinition.required("X", new Real(), "metres"))
        .withMessageContaining("not 'X'");
  }
}
