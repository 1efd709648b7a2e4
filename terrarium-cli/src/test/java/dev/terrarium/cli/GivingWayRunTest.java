package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `robot run` of an arm by one who may not have a thread run before others.
@Tag("native")
@EnabledOnOs(OS.LINUX)
class GivingWayRunTest {
  private static final String ROBOT =
      """
      [robot]
      name = "cell"
      simulated = true
      python_path = ["."]

      [arm]
      hold_ms = 2000
      nice = %s
      %s

      [policies.tell]
      call = "telling:tell"
      autostart = true
      isolation = "%s"
      """;

  private static final String SCRIPT =
      """
      import os, threading

      def way():
          thread = threading.get_native_id()
          return os.getpriority(os.PRIO_PROCESS, thread), os.sched_getscheduler(thread) == os.SCHED_BATCH

      def tell(seen):
          if seen["number"] == 1:
              own = way()
              started = threading.Thread(target=lambda: print("ways:", own, way(), flush=True))
              started.start()
              started.join()
          return seen["initial_q"]
      """;

  @TempDir Path folder;

  private Workplace.Said run(boolean nice, String isolation) throws IOException {
    return Reflexes.without(() -> runOnce(nice, isolation));
  }

  private Workplace.Said runOnce(boolean nice, String isolation) throws IOException {
    var place =
        new Workplace(folder)
            .write("robot.toml", ROBOT.formatted(nice, "", isolation))
            .write("telling.py", SCRIPT);
    Workplace.Call call =
        place.startUnprivileged("robot", "run", "robot.toml", "--arm", "--stop-after", "2");
    call.process().getOutputStream().close();
    var said = call.await();
    assumeTrue(said.errors().contains("scheduling: NOT granted"), said.errors());
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "thread", "process"})
  void hasPythonGiveWayToALoopThatWasRefusedItsPriority(String isolation) throws IOException {
    var said = run(true, isolation);

    assertThat(said.errors())
        .contains("Python: gives way, by SCHED_BATCH and niceness 19")
        .contains("ways: (19, True) (19, True)");
  }

  @Test
  void leavesPythonAloneBesideALoopThatHasAProcessorForItself() throws IOException {
    var place =
        new Workplace(folder)
            .write("robot.toml", ROBOT.formatted(true, "shield = true", "inline"))
            .write("telling.py", SCRIPT);

    var said =
        Reflexes.without(
            () -> place.call("robot", "run", "robot.toml", "--arm", "--stop-after", "2"));

    assertThat(said.errors()).contains("s  shield: ");
    assumeTrue(said.errors().contains("s  shield: granted"), said.errors());
    assertThat(said.errors()).contains("ways: (0, False) (0, False)").doesNotContain("Python: ");
  }

  @Test
  void leavesPythonAloneWhereThatIsDeclared() throws IOException {
    var said = run(false, "inline");

    assertThat(said.errors()).contains("ways: (0, False) (0, False)").doesNotContain("Python: ");
  }
}
