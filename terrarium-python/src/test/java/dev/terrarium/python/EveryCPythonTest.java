package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Installation;
import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Extent;
import dev.terrarium.testing.Interpreters;
import dev.terrarium.testing.VirtualEnvironments;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the native tests once more on each CPython that is installed, with NumPy where it can be
/// had.
///
/// One JVM holds one interpreter, so each has a JVM of its own; two run at a time. The tests of
/// this JVM run on the bundled CPython. The oldest and the newest of the others run all tests;
/// those between share them out among themselves, by the first letter, but for `-Pfull`.
@DisabledIfSystemProperty(named = Interpreters.PROPERTY, matches = ".+")
class EveryCPythonTest {
  private static final Duration BOUND = Duration.ofMinutes(12);
  private static final String ALL = "\\w*Test";
  private static final int LETTERS = 26;

  private static final ExecutorService TWO_AT_A_TIME = Executors.newFixedThreadPool(2);
  private static final Map<Installation, Future<ChildJvm.Ended>> ON_EACH = new LinkedHashMap<>();
  private static Future<ChildJvm.Ended> byCalls;

  @BeforeAll
  static void startThemAll() {
    var all = Interpreters.installed();
    for (Installation each : all) {
      String classes = classes(ON_EACH.size(), all.size());
      ON_EACH.put(each, TWO_AT_A_TIME.submit(() -> nativeTests(each, classes)));
    }
    byCalls = TWO_AT_A_TIME.submit(EveryCPythonTest::nativeTestsByCalls);
  }

  @AfterAll
  static void endThemAll() {
    TWO_AT_A_TIME.shutdownNow();
  }

  static Set<Installation> installed() {
    return ON_EACH.keySet();
  }

  @ParameterizedTest
  @MethodSource("installed")
  void passesTheNativeTests(Installation installation) throws Exception {
    ChildJvm.Ended ended = ON_EACH.get(installation).get();

    assertThat(ended.exit()).as(ended.output()).isZero();
  }

  @Test
  void passesTheNativeTestsWhereObjectsMayOnlyBeReadByCalls() throws Exception {
    ChildJvm.Ended ended = byCalls.get();

    assertThat(ended.exit()).as(ended.output()).isZero();
  }

  /// Which classes one of the installed ones runs.
  private static String classes(int number, int count) {
    int between = count - 2;
    if (Extent.isFull() || number == 0 || number > between) {
      return ALL;
    }
    char first = (char) ('A' + LETTERS * (number - 1) / between);
    char last = (char) ('A' + LETTERS * number / between - 1);
    return "[%c-%c]\\w*Test".formatted(first, last);
  }

  private static ChildJvm.Ended nativeTests(Installation installation, String classes) {
    return run(
        new ChildJvm()
            .with("-D" + Interpreters.PROPERTY + "=" + VirtualEnvironments.withNumpy(installation)),
        classes);
  }

  private static ChildJvm.Ended nativeTestsByCalls() {
    return run(
        new ChildJvm()
            .with("-D" + Interpreters.PROPERTY + "=bundled")
            .with("-D" + Interpreters.CALLS_PROPERTY + "=true"),
        ALL);
  }

  private static ChildJvm.Ended run(ChildJvm jvm, String classes) {
    return jvm.run(BOUND, NativeTests.class, "dev.terrarium", classes);
  }
}
