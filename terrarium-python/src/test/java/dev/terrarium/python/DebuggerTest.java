package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Debugpy;
import dev.terrarium.testing.Interpreters;
import dev.terrarium.testing.OnePython;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A debugger of Python in a JVM.
@Tag("native")
class DebuggerTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  @Test
  @Tag(ChildJvm.TAG)
  void stopsInCodeThatJavaThreadsRun(@TempDir Path folder) {
    Optional<Path> debugpy = Debugpy.folder(Interpreters.chosen());
    assumeTrue(
        debugpy.isPresent(), "debugpy cannot be installed here: is there a network, and pip?");

    ChildJvm.Ended ended =
        new ChildJvm()
            .onChosenPython()
            .run(
                DebuggerProgram.class,
                debugpy.orElseThrow().toString(),
                folder.toAbsolutePath().toString());

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output())
        .contains("attached: true")
        .contains("large stopped: true", "large in step at 2: true", "large waits: true")
        .contains("small stopped: true", "small in step at 2: true", "small waits: true")
        .contains("large result: 42", "small result: 42", "stands");
  }

  @Test
  void saysWhatToInstallWhereDebugpyIsMissing() {
    boolean isMissing =
        PYTHON.call(
            gil -> gil.importModule("importlib.util").callMethod("find_spec", "debugpy").isNone());
    assumeTrue(isMissing, "this Python has debugpy");
    assertThat(PYTHON.python().debug().isAttached()).isFalse();
    assertThatThrownBy(() -> PYTHON.python().debug().listen(0))
        .isInstanceOf(PythonException.class)
        .hasMessageContaining("a debugger needs debugpy")
        .hasMessageContaining("-m pip install debugpy");
  }
}
