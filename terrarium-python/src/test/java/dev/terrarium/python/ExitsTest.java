package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Python still does when `System.exit` is called, in JVMs of their own.
@Tag("native")
@Tag(ChildJvm.TAG)
class ExitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "inARegion",
        "onAVirtualThread",
        "inADeadline",
        "fromALambda",
        "fromACoroutine",
        "fromAThreadOfPythons"
      })
  void runsExitFunctionsAndSendsOutputWhenTheThreadThatExitsHasTheGil(String scenario) {
    ChildJvm.Ended ended = exits(scenario);

    assertThat(ended.output())
        .contains("at exit", "half a line")
        .doesNotContain("atexit functions");
  }

  @Test
  void namesTheThreadThatKeepsTheGilInAnOpenRegion() {
    ChildJvm.Ended ended = exits("whileAnotherRegionIsOpen");

    assertThat(ended.output())
        .contains("Python's atexit functions did not run")
        .contains("thread 'keeper' kept the GIL")
        .contains("at dev.terrarium.python.Exits")
        .doesNotContain("at exit");
  }

  @Test
  void endsAlthoughAnotherThreadKeepsTheGilInALoopOfCs() {
    ChildJvm.Ended ended = exits("whileAnotherThreadCounts");

    assertThat(ended.output()).doesNotContain("at exit\n").contains("atexit functions did not run");
  }

  @Test
  void saysThatExitFunctionsDidNotEnd() {
    ChildJvm.Ended ended = exits("withAnExitFunctionThatHangs");

    assertThat(ended.output()).contains("Python's atexit functions had not ended");
  }

  private static ChildJvm.Ended exits(String scenario) {
    ChildJvm.Ended ended = new ChildJvm().onChosenPython().run(Exits.class, scenario);
    assertThat(ended.exit()).as(ended.output()).isEqualTo(5);
    return ended;
  }
}
