package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Installation;
import dev.terrarium.testing.ChildJvm;
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
/// this JVM run on the bundled CPython, the others have their [shares][Interpreters#shares()].
@DisabledIfSystemProperty(named = Interpreters.PROPERTY, matches = ".+")
class EveryCPythonTest {
  private static final Duration BOUND = Duration.ofMinutes(12);

  private static final ExecutorService TWO_AT_A_TIME = Executors.newFixedThreadPool(2);
  private static final Map<Installation, Future<ChildJvm.Ended>> ON_EACH = new LinkedHashMap<>();
  private static Future<ChildJvm.Ended> byCalls;

  @BeforeAll
  static void startThemAll() {
    Interpreters.shares()
        .forEach((each, letters) ->
            ON_EACH.put(each, TWO_AT_A_TIME.submit(() -> nativeTests(each, letters))));
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

  private static ChildJvm.Ended nativeTests(Installation installation, String letters) {
    return run(
        new ChildJvm()
            .with("-D" + Interpreters.PROPERTY + "=" + VirtualEnvironments.withNumpy(installation)),
        letters);
  }

  private static ChildJvm.Ended nativeTestsByCalls() {
    return run(
        new ChildJvm()
            .with("-D" + Interpreters.PROPERTY + "=bundled")
            .with("-D" + Interpreters.CALLS_PROPERTY + "=true"),
        Interpreters.ALL_LETTERS);
  }

  private static ChildJvm.Ended run(ChildJvm jvm, String letters) {
    return jvm.run(BOUND, NativeTests.class, "dev.terrarium", "[" + letters + "]\\w*Test");
  }
}
