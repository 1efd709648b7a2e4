package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.ChildJvm;
import org.junit.jupiter.api.Test;

class ArraysBeforePythonTest {
  /// In a JVM of its own, because the other tests' JVM has opened a Python.
  @Test
  void arraysAndTablesNeedNoInterpreter() {
    ChildJvm.Ended ended = new ChildJvm().run(ArraysBeforePython.class);

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("COMPLEX128 2", "2.5", "done");
  }
}
