package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Installation;
import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Interpreters;
import dev.terrarium.testing.VirtualEnvironments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the native tests once more on each CPython that is installed, with NumPy where it can be
/// had.
///
/// One JVM holds one interpreter, so each has a JVM of its own. The tests of this JVM run on the
/// bundled CPython.
@DisabledIfSystemProperty(named = Interpreters.PROPERTY, matches = ".+")
class EveryCPythonTest {
  static Collection<Installation> installed() {
    return Interpreters.installed();
  }

  @ParameterizedTest
  @MethodSource("installed")
  void passesTheNativeTests(Installation installation) {
    Path executable = VirtualEnvironments.withNumpy(installation);

    ChildJvm.Ended ended =
        new ChildJvm()
            .with("-D" + Interpreters.PROPERTY + "=" + executable)
            .run(Duration.ofMinutes(5), NativeTests.class, "dev.terrarium");

    assertThat(ended.exit()).as(ended.output()).isZero();
  }

  @Test
  void passesTheNativeTestsWhereObjectsMayOnlyBeReadByCalls() {
    ChildJvm.Ended ended =
        new ChildJvm()
            .with("-D" + Interpreters.PROPERTY + "=bundled")
            .with("-D" + Interpreters.CALLS_PROPERTY + "=true")
            .run(Duration.ofMinutes(5), NativeTests.class, "dev.terrarium");

    assertThat(ended.exit()).as(ended.output()).isZero();
  }
}
