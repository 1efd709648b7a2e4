package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.testing.OnePython;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Extension modules find the interpreter's symbols, because libpython is opened for all.
@Tag("native")
class ExtensionModulesTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private final Python python = PYTHON.python();

  @ParameterizedTest
  @ValueSource(strings = {"_ctypes", "ssl", "sqlite3", "math", "_struct", "hashlib", "asyncio"})
  void imports(String module) {
    try (Gil gil = python.attach()) {
      assertThat(gil.importModule(module).attr("__name__").str()).isEqualTo(module);
    }
  }

  @Test
  void sqliteAndCtypesWork() {
    try (Gil gil = python.attach()) {
      PyObject module =
          gil.run(
              "extensions",
              """
              import ctypes, sqlite3
              rows = sqlite3.connect(":memory:").execute("select 6 * 7").fetchone()[0]
              size = ctypes.sizeof(ctypes.c_void_p)
              """);

      assertThat(module.attr("rows").as(long.class)).isEqualTo(42);
      assertThat(module.attr("size").as(long.class)).isEqualTo(8);
    }
  }

  @Test
  void numpyComputes() {
    assumeTrue(
        python.installation().numpy().isPresent(),
        python.installation().executable() + " has no NumPy");
    try (Gil gil = python.attach()) {
      PyObject sum = gil.importModule("numpy").callMethod("arange", 10).callMethod("sum");

      assertThat(sum.callMethod("item").as(long.class)).isEqualTo(45);
    }
  }
}
