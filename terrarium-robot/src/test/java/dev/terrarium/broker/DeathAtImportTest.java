package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.worker.script.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Modules that end their process while they are imported.
class DeathAtImportTest {
  private static final String SEGFAULT = "import ctypes\n\nctypes.string_at(0)\n";

  private @TempDir Path folder;

  private LiveRobot importing(String text) {
    LiveRobot.write(folder, "camera", text);
    return new LiveRobot(folder, Isolation.PROCESS, options -> options.importing("camera"));
  }

  @Test
  void tellsTheExitStatusOfAModuleThatEndsItsProcess() {
    assertThatThrownBy(() -> importing("import os\n\nos._exit(3)\n"))
        .isInstanceOf(BrokerException.WorkerCrashed.class)
        .hasMessageStartingWith("import camera: ")
        .hasMessageContaining("ended with exit status 3");
  }

  @Test
  void tellsTheSignalAndTheStackOfAModuleThatCrashesItsProcess() {
    assertThatThrownBy(() -> importing(SEGFAULT))
        .isInstanceOf(BrokerException.WorkerCrashed.class)
        .hasMessageStartingWith("import camera: ")
        .hasMessageContaining("was killed by signal 11 (SIGSEGV)")
        .hasMessageContaining("Fatal Python error: Segmentation fault")
        .hasMessageContaining("camera.py\", line 3 in <module>");
  }

  @Test
  void tellsTheLastWordsOfAModuleThatEndsItsProcess() {
    assertThatThrownBy(() ->
            importing(
                """
                import os
                import sys

                print("there is no camera", file=sys.stderr)
                os.write(2, b"nor a driver")
                os._exit(3)
                """))
        .isInstanceOf(BrokerException.WorkerCrashed.class)
        .hasMessageContaining("there is no camera")
        .hasMessageContaining("nor a driver");
  }

  @Test
  void takesAModuleThatExitsForOneThatRaises() {
    assertThatThrownBy(() -> importing("import sys\n\nsys.exit(\"there is no camera\")\n"))
        .isInstanceOfSatisfying(
            BrokerException.PythonError.class,
            raised -> {
              assertThat(raised.type()).isEqualTo("SystemExit");
              assertThat(raised).hasMessageContaining("there is no camera");
              assertThat(raised.traceback()).contains("camera.py\", line 3");
            });
  }

  @Test
  void tellsHowTheNextProcessEndedAndAtWhichModule() throws IOException {
    var text =
        """
        import os

        if os.path.exists(__file__ + ".in_use"):
            os.write(2, b"the camera is in use")
            os._exit(3)
        """;
    try (var robot = importing(text)) {
      Files.createFile(folder.resolve("camera.py.in_use"));

      assertThatThrownBy(() -> robot.call("os", "_exit", 1))
          .isInstanceOf(BrokerException.WorkerCrashed.class);

      assertThat(robot.await(BrokerEvent.NotRestarted.class).reason())
          .startsWith("the new process ended at 'import camera': ")
          .contains("ended with exit status 3")
          .contains("the camera is in use");
    }
  }
}
