package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a JVM with a Python in it goes through, each in a JVM of its own.
@Tag("native")
@Tag(ChildJvm.TAG)
class OrdealsTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void forksAreRefusedAndChildrenDoWithoutAJvm() {
    stands(child(), "forksAreRefused");
  }

  @Test
  void wholeLinesArriveWhileARegionIsOpenAndTheRestWhenItCloses() {
    stands(child(), "outputArrivesWhileARegionIsOpen");
  }

  @Test
  void bottomlessRecursionEndsInAnErrorOnEveryKindOfThread() {
    ChildJvm.Ended ended = stands(child(), "recursesOnEveryKindOfThread");

    assertThat(ended.output().lines().filter(line -> line.startsWith("deep stopped "))).hasSize(7);
  }

  @Test
  void nothingIsReleasedEarlyInASmallHeap() {
    ChildJvm.Ended ended = stands(child().with("-Xmx32m"), "callsInASmallHeap");

    assertThat(ended.output()).doesNotContain("failed");
  }

  @Test
  void theEndWaitsForNoThreadInPython() {
    ChildJvm.Ended ended = stands(child(), "endsWithThreadsOfEveryKind");

    assertThat(ended.output()).contains("left");
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"isInterruptedWhileItSpins", "isInterruptedWhilePythonsMainThreadSleeps"})
  void controlCReachesJavasShutdown(String scenario) {
    // A background job of a shell, as a build may be, hands down that SIGINT is ignored.
    ChildJvm.Ended ended =
        child().before("env", "--default-signal=INT").run(Ordeals.class, scenario);

    assertThat(ended.exit()).as(ended.output()).isEqualTo(128 + 2);
    assertThat(ended.output()).contains("stands").contains("left");
  }

  @Test
  void theSameClassesInAnotherClassLoaderAreRefused() {
    ChildJvm.Ended ended = stands(child(), "anotherClassLoaderIsRefused");

    assertThat(ended.output())
        .contains("refused: a Python runs in this process already")
        .contains("by these classes in another class loader");
  }

  private static ChildJvm.Ended stands(ChildJvm child, String scenario) {
    ChildJvm.Ended ended = child.run(Ordeals.class, scenario);
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("stands");
    return ended;
  }

  private static ChildJvm child() {
    return new ChildJvm().onChosenPython();
  }
}
