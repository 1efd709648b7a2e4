package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Python code that is known to end JVMs, each in a JVM of its own.
@Tag("native")
@Tag(ChildJvm.TAG)
class HouseStandsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nullChecksWorkAfterFaulthandler",
        "deepReprOnASmallStackIsHarmless",
        "deepComparisonOnASmallStackIsARecursionError",
        "deepRecursionOnASmallStackIsARecursionError",
        "exitsWithPythonThreadsAlive",
        "exitsWhileJavaThreadsAreInPython",
        "exitFunctionsRunAndOutputArrives",
        "exitDoesNotWaitForAnExitFunctionThatHangs",
        "exitCancelsTasksAndDoesNotWaitForADeafOne",
        "spawnedProcessesRunPython"
      })
  void survives(String scenario) {
    ChildJvm.Ended ended = child().run(HouseStands.class, scenario);

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("stands");
  }

  @Test
  void endsOnSigtermAsAnyJvmDoes() {
    ChildJvm.Ended ended = child().run(HouseStands.class, "isToldToEndInTheMiddleOfPython");

    assertThat(ended.exit()).as(ended.output()).isEqualTo(128 + 15);
    assertThat(ended.output()).contains("stands");
  }

  private static ChildJvm child() {
    return new ChildJvm().onChosenPython();
  }
}
