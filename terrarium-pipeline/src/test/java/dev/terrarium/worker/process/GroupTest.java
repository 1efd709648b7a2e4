package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class GroupTest {
  @Test
  void takesAProcessThatIsNotThereForOneThatHasEnded() throws Exception {
    var process = new ProcessBuilder("true").start();
    process.waitFor();

    assertThat(Group.isEnding(process)).isTrue();
  }

  @Test
  void takesAProcessThatWaitsForNoneThatEnds() throws Exception {
    var process = new ProcessBuilder("cat").start();

    boolean isEnding = Group.isEnding(process);
    process.destroyForcibly().waitFor();

    assertThat(isEnding).isFalse();
  }
}
