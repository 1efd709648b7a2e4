package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Interpreters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is optional may be absent: a JVM of `java.base` alone, such as jlink makes, runs Python.
@Tag("native")
@Tag(ChildJvm.TAG)
class OptionalModulesTest {
  @Test
  void nothingButJavaBaseIsNeeded() {
    ChildJvm.Ended ended =
        new ChildJvm().with("--limit-modules=java.base").onChosenPython().run(WithoutModules.class);

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("no java.logging, no jdk.jfr: 42");
  }

  /// Calls both ways, waits, copies and logs.
  static final class WithoutModules {
    public static void main(String[] arguments) {
      Python python = Python.open(Interpreters.options());
      long answer =
          python.call(gil -> {
            gil.run("logs", "import logging\nlogging.getLogger('a').warning('from Python')");
            return gil.function("answer", _ -> 42L).call(long.class);
          });
      for (String module : new String[] {"java.logging", "jdk.jfr"}) {
        if (ModuleLayer.boot().findModule(module).isPresent()) {
          throw new AssertionError(module + " is there");
        }
      }
      System.out.println("no java.logging, no jdk.jfr: " + answer);
    }
  }
}
