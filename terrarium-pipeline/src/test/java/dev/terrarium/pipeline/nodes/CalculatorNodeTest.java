package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CalculatorNodeTest {
  @ParameterizedTest
  @CsvSource({"add, 13", "subtract, 7", "multiply, 30", "divide, 3.3333333333333335"})
  void doesItsOperationWithANumber(String operation, String expected) throws Exception {
    var out =
        NodeHarness.of("CalculatorNode", Map.of("operation", operation, "operand", 3L)).run(10L);

    assertThat(out).singleElement().hasToString(expected);
  }

  @Test
  void makesAWholeResultAWholeNumber() throws Exception {
    var out = NodeHarness.of("CalculatorNode", Map.of("operand", 0.5)).run(1.5, 1L, " 2.5 ");

    assertThat(out).containsExactly(2L, 1.5, 3L);
  }

  @Test
  void letsEverythingElsePass() throws Exception {
    var odd = Arrays.asList(null, true, "ten", List.of(1L), Map.of("x", 1L));

    var out = NodeHarness.of("CalculatorNode", Map.of("operand", 1L)).run(odd.toArray());

    assertThat(out).isEqualTo(odd);
  }

  @Test
  void failsOnADivisionByZero() throws Exception {
    var node = NodeHarness.of("CalculatorNode", Map.of("operation", "divide"));

    assertThatThrownBy(() -> node.run(1L))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("Division by zero");
  }

  @Test
  void refusesAnUnknownOperationAsAParameter() {
    assertThatThrownBy(() -> NodeHarness.of("CalculatorNode", Map.of("operation", "root")))
        .hasMessageContaining("$.operation: must be one of add, subtract, multiply, divide");
  }

  static List<Arguments> sums() {
    return List.of(
        Arguments.of("add", List.of(1L, 2L, 3L), 6L),
        Arguments.of("subtract", List.of(10L, 3L, 2L), 5L),
        Arguments.of("multiply", List.of(4L, 2.5), 10.0),
        Arguments.of("divide", List.of(7L, 2L), 3.5),
        Arguments.of("power", List.of(2L, 10L), 1024L),
        Arguments.of("power", List.of(2L, 64L), BigInteger.TWO.pow(64)),
        Arguments.of("power", List.of(2L, -1L), 0.5),
        Arguments.of("power", List.of(-1L, 5L), -1L),
        Arguments.of("power", List.of(0L, 0L), 1L),
        Arguments.of("modulo", List.of(-7L, 3L), 2L),
        Arguments.of("modulo", List.of(7L, -3L), -2L),
        Arguments.of("modulo", List.of(-7.5, 2L), 0.5));
  }

  @ParameterizedTest
  @MethodSource("sums")
  void worksOutASumOfItsOwn(String operation, List<Object> args, Number expected) throws Exception {
    var item = Map.of("operation", operation, "args", args);

    var out = NodeHarness.of("CalculatorNode", Map.of("operand", 3L)).run(item);

    assertThat(out)
        .containsExactly(
            Map.of(
                "operation",
                operation,
                "args",
                args,
                "result",
                expected,
                "processed_by",
                "CalculatorNode[n]",
                "node_config",
                Map.of("operation", "add", "operand", 3L)));
  }

  static List<Arguments> badSums() {
    return List.of(
        Arguments.of("add", List.of(1L), "Operation 'add' requires at least 2 arguments"),
        Arguments.of("divide", List.of(1L, 0L), "Division by zero"),
        Arguments.of("modulo", List.of(1L, 0.0), "Division by zero"),
        Arguments.of("power", List.of(0L, -1L), "Division by zero"),
        Arguments.of("root", List.of(1L, 2L), "Unknown operation: root"),
        Arguments.of("add", List.of(1L, "2"), "The arguments must be numbers, not the text \"2\""),
        Arguments.of(
            "power", List.of(10L, 10_000_000L), "The result has more than 1048576 binary digits"));
  }

  @ParameterizedTest
  @MethodSource("badSums")
  void turnsASumThatCannotBeWorkedOutIntoData(String operation, List<Object> args, String error)
      throws Exception {
    Map<String, @Nullable Object> item = Map.of("operation", operation, "args", args);

    var out = NodeHarness.of("CalculatorNode", Map.of()).run(item);

    assertThat(out)
        .containsExactly(
            Map.of(
                "error", error,
                "operation", operation,
                "args", args,
                "processed_by", "CalculatorNode[n]"));
  }
}
