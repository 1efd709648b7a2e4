package dev.terrarium.session.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.control.Target;
import dev.terrarium.message.ArrayView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a policy in Python may return.
class PolicyAnswerTest {
  private static final List<Double> SEVEN = List.of(0.0, 0.1, 0.2, -1.5, 0.4, 1.5, 0.6);
  private static final List<List<Long>> POSE =
      List.of(
          List.of(1L, 0L, 0L, 0L),
          List.of(0L, 1L, 0L, 0L),
          List.of(0L, 0L, 1L, 1L),
          List.of(0L, 0L, 0L, 1L));
  private static final String JOINTS = "joints [0.0, 0.1, 0.2, -1.5, 0.4, 1.5, 0.6]";

  private static Target read(String law, @Nullable Object answer) {
    return new PolicyAnswer(7, law).target(answer);
  }

  private static void refuses(String law, @Nullable Object answer, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(law, answer))
        .withMessageContaining(why);
  }

  @Test
  void takesPositionsByNameOrAlone() {
    assertThat(read("impedance", SEVEN)).hasToString(JOINTS);
    assertThat(read("pid", Map.of("q", SEVEN))).hasToString(JOINTS);
  }

  @Test
  void takesTorquesAndPoses() {
    assertThat(read("torque", Map.of("torque", SEVEN)).toString()).startsWith("torques [0.0, 0.1");
    assertThat(read("osc", Map.of("pose", POSE)).toString())
        .isEqualTo(
            "pose [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0]");
  }

  @ParameterizedTest
  @CsvSource({"<f8", "<f4", ">f8", "<i8", "<i4"})
  void takesArraysOfNumbers(String dtype) {
    int size = dtype.charAt(2) - '0';
    var data = ByteBuffer.allocate(7 * size);
    data.order(dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int joint = 0; joint < 7; joint++) {
      switch (dtype.substring(1)) {
        case "f8" -> data.putDouble(joint);
        case "f4" -> data.putFloat(joint);
        case "i8" -> data.putLong(joint);
        default -> data.putInt(joint);
      }
    }

    var target = read("impedance", new ArrayView(dtype, List.of(7), data.flip()));

    assertThat(target).hasToString("joints [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
  }

  @Test
  void refusesAnythingElseAndSaysWhatWasExpected() {
    refuses(
        "impedance",
        null,
        "returned None: expected {\"q\": 7 numbers in rad}, {\"pose\": 4×4 numbers}, {\"torque\": 7"
            + " numbers in N m}, or 7 numbers alone, which are q; as a list or an array");
    refuses("impedance", "home", "returned a str: expected");
    refuses("impedance", 1.0, "returned a number: expected");
    refuses("impedance", Map.of(), "returned a dict with the keys []: expected");
    refuses(
        "impedance", Map.of("joints", SEVEN), "returned a dict with the key 'joints': expected");
    refuses("impedance", SEVEN.subList(0, 6), "returned 'q' of 6 numbers: expected");
    refuses("impedance", List.of(SEVEN), "returned 'q' of 7 numbers in lists: expected");
    refuses(
        "impedance",
        Arrays.asList(0.0, null),
        "returned an answer in which q[1] is None: expected");
    refuses(
        "impedance",
        Map.of("q", Collections.nCopies(7, "a")),
        "returned an answer in which q[0] is 'a', a str: expected");
    refuses("impedance", List.of(true), "returned an answer in which q[0] is a bool: expected");
    refuses("osc", Map.of("pose", SEVEN), "returned 'pose' of 7 numbers: expected");
    refuses(
        "impedance",
        new ArrayView("<f8", List.of(7, 1), ByteBuffer.allocate(56)),
        "returned 'q' of the shape [7, 1]: expected");
    refuses(
        "impedance",
        new ArrayView("|b1", List.of(7), ByteBuffer.allocate(7)),
        "returned an array of the dtype |b1: expected");
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity"})
  void refusesNumbersThatAreNotFinite(double number) {
    refuses(
        "impedance",
        Collections.nCopies(7, number),
        "returned q[0] = %s: expected numbers that are finite".formatted(number));
  }

  @ParameterizedTest
  @CsvSource({"impedance, pose, q", "pid, torque, q", "osc, q, pose", "torque, q, torque"})
  void refusesATargetThatTheLawDoesNotLookAt(String law, String wanted, String meant) {
    refuses(
        law,
        Map.of(wanted, wanted.equals("pose") ? POSE : SEVEN),
        "returned '%s', and the law %s looks at '%s' alone: return that, or take another law"
            .formatted(wanted, law, meant));
  }

  @Test
  void refusesEveryTargetUnderALawThatTakesNone() {
    refuses("gravity", SEVEN, "the law gravity takes no targets: switch to another one");
  }

  @Test
  void takesAnyTargetUnderALawOfSomebodysOwn() {
    assertThat(read("", Map.of("torque", SEVEN)).toString()).startsWith("torques");
  }
}
