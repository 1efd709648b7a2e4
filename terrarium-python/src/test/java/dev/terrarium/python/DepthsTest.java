package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The end of a stack is an exception, on a Java thread of any size, a virtual one, and one of
/// Python's; each in a JVM of its own, as it was the JVM's end.
@Tag("native")
class DepthsTest {
  /// Ten thousand levels are left within it only if each takes the same time.
  private static final Duration BOUND = Duration.ofSeconds(180);

  @ParameterizedTest
  @CsvSource({"mutual, 4", "java, 3"})
  void recursionThroughJavaAndPythonEndsInAnErrorOnEveryThread(String scenario, int threads) {
    ChildJvm.Ended ended = new ChildJvm().onChosenPython().run(BOUND, Depths.class, scenario);

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output().lines())
        .filteredOn(line -> line.matches("ended by (RecursionError|StackOverflowError)"))
        .as(ended.output())
        .hasSize(threads);
    assertThat(ended.output()).contains("stands");
  }
}
