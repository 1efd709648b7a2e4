package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Python's cycles are collected where Java's heap would be full, in a JVM with a small one.
@Tag("native")
class CyclesTest {
  @ParameterizedTest
  @ValueSource(strings = {"regions", "region", "upcalls"})
  void cyclesThatHoldJavaObjectsAreCollectedBeforeTheHeapIsFull(String scenario) {
    ChildJvm.Ended ended =
        new ChildJvm()
            .with("-Xmx64m")
            .onChosenPython()
            .run(Duration.ofSeconds(120), Cycles.class, scenario);

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("stands").doesNotContain("OutOfMemoryError");
  }
}
