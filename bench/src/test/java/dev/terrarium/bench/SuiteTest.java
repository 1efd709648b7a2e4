package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {
  @Test
  void isFoundByItsNameOnTheCommandLine() {
    assertThat(PipelineSuite.named(List.of("small-runs")))
        .containsExactly(PipelineSuite.SMALL_RUNS);
    assertThat(WorkerSuite.named(List.of("start", "request")))
        .containsExactly(WorkerSuite.REQUEST, WorkerSuite.START);
    assertThat(PythonSuite.named(List.of())).containsExactly(PythonSuite.values());
  }

  @Test
  void measuresFlagsOfLoopsOnlyWhereTheyAreNamed() {
    assertThat(LoopSuite.named(List.of()))
        .contains(LoopSuite.GRANTED)
        .doesNotContain(LoopSuite.FLAGS);
    assertThat(LoopSuite.named(List.of("flags"))).containsExactly(LoopSuite.FLAGS);
  }

  @Test
  void isRefusedWithTheNamesThatThereAreWhereItsNameIsNone() {
    assertThatThrownBy(() -> PipelineSuite.named(List.of("jav")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("There is no suite named 'jav'; there are java, node, ");
    assertThatThrownBy(() -> WorkerSuite.named(List.of("crash", "requests")))
        .hasMessage(
            "There is no suite named 'requests'; there are request, array, two, crash, deadline,"
                + " start.");
  }
}
