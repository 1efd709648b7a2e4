package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that wait, more than there are threads usually, never wait for ever; each in a JVM of its
/// own, which has the threads to itself.
@Tag("native")
class CrowdsTest {
  @Test
  void callsThatWaitForTheNextGetThreadsOfTheirOwn() {
    assertThat(run("nested")).contains("levels: 200");
  }

  @Test
  void refusesCallsThatAreNestedWithoutAnEnd() {
    assertThat(run("endless"))
        .contains("refused: 1000 calls of Python run, and this one is made inside another");
  }

  @ParameterizedTest
  @ValueSource(strings = {"waiting", "sleeping"})
  void manyThatWaitAtOnceAllComeToTheirEnd(String scenario) {
    assertThat(run(scenario)).contains("stands");
  }

  private static String run(String scenario) {
    ChildJvm.Ended ended =
        new ChildJvm().onChosenPython().run(Duration.ofSeconds(120), Crowds.class, scenario);

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("stands");
    return ended.output();
  }
}
