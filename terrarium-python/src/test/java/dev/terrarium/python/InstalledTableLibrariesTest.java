package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.environment.Installation;
import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Interpreters;
import dev.terrarium.testing.VirtualEnvironments;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// Runs the tests with PyArrow, pandas and Polars on a CPython that can have them, in a JVM of its
/// own.
///
/// Where no wheels can be had, the same protocols are still tested by producers and consumers that
/// are written from their specifications.
@DisabledIfSystemProperty(named = Interpreters.PROPERTY, matches = ".+")
class InstalledTableLibrariesTest {
  private static final int MINOR = 11;

  @Test
  void passTheirTests() {
    Optional<Installation> base =
        Interpreters.installed().stream().filter(it -> it.version().minor() == MINOR).findFirst();
    assumeTrue(base.isPresent(), "no CPython 3.11 is installed");
    Optional<Path> executable = base.flatMap(VirtualEnvironments::withTables);
    assumeTrue(executable.isPresent(), "pip cannot install PyArrow, pandas and Polars");

    ChildJvm.Ended ended =
        new ChildJvm()
            .with("-D" + Interpreters.PROPERTY + "=" + executable.orElseThrow())
            .run(NativeTests.class, "dev.terrarium.python", "TableLibrariesTest");

    assertThat(ended.exit()).as(ended.output()).isZero();
  }
}
