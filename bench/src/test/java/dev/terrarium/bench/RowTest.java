package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.runner.BenchmarkList;

class RowTest {

  @ParameterizedTest
  @EnumSource(Row.class)
  void hasABenchmarkThatJmhKnows(Row row) throws IOException {
    try (InputStream list = RowTest.class.getResourceAsStream(BenchmarkList.BENCHMARK_LIST)) {
      String known = new String(list.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(known).contains(row.benchmark().substring(0, row.benchmark().lastIndexOf('.')));
      assertThat(known.lines().anyMatch(line -> line.contains(methodOf(row)))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Row.class)
  void hasItsFunctionInTheFloor(Row row) throws IOException {
    try (InputStream source = RowTest.class.getResourceAsStream("/floor.c")) {
      String text = new String(source.readAllBytes(), StandardCharsets.UTF_8);

      row.floor().ifPresent(name -> assertThat(text).contains("long long " + name + "("));
    }
  }

  @Test
  void isFoundByItsBenchmark() {
    assertThat(Row.of(HowFastIsACall.class.getName() + ".attached")).isEqualTo(Row.CALL_ATTACHED);
  }

  @Test
  void refusesABenchmarkWithoutARow() {
    assertThatThrownBy(() -> Row.of("nobody.knows")).hasMessageContaining("nobody.knows");
  }

  @Test
  void answersToItsNameAndToThatOfItsQuestion() {
    assertThat(Arrays.stream(Row.values()).filter(row -> row.answersTo("call")))
        .containsExactly(Row.CALL, Row.CALL_ATTACHED);
    assertThat(Row.CALL_ATTACHED.answersTo("call-attached")).isTrue();
    assertThat(Row.CALLBACK.answersTo("call")).isFalse();
  }

  private static String methodOf(Row row) {
    return row.benchmark().substring(row.benchmark().lastIndexOf('.') + 1);
  }
}
