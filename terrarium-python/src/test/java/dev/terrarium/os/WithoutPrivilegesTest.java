package dev.terrarium.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What a process is told that may do nothing out of the ordinary.
@EnabledOnOs(OS.LINUX)
class WithoutPrivilegesTest {
  @Test
  void saysWhyAndWhatToDoWhenTheSystemRefuses() throws IOException, InterruptedException {
    List<String> lines = answers();

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0))
        .startsWith(
            "SCHED_FIFO with priority 80 was refused: Operation not permitted (errno 1). Give the"
                + " user `rtprio 99` in /etc/security/limits.conf");
    assertThat(lines.get(1))
        .startsWith(
            "keeping the process in memory (mlockall) was not asked for: the user's memory to lock"
                + " is limited. Give the user `memlock unlimited`");
    assertThat(lines.get(2))
        .startsWith("keeping other threads off processor ")
        .contains(
            " of them, was refused: Operation not permitted (errno 1). Give the program CAP_SYS_NICE");
    assertThat(lines.subList(3, 5))
        .as("is its own thread off that processor, if there is another, and back again")
        .containsExactly("true", "true");
  }

  @Test
  void readsWhatAProcessMayLock() {
    assertThat(MemoryLock.mayIgnoreLimits("Name:\tjava\nCapEff:\t0000000000004000\n")).isTrue();
    assertThat(MemoryLock.mayIgnoreLimits("CapEff:\t000001ffffffbfff\n")).isFalse();
    assertThat(MemoryLock.hasNoLimit("Max locked memory         unlimited  unlimited  bytes\n"))
        .isTrue();
    assertThat(MemoryLock.hasNoLimit("Max locked memory         8388608    unlimited  bytes\n"))
        .isFalse();
  }

  private static List<String> answers() throws IOException, InterruptedException {
    try (var _ = AffinityLock.take()) {
      return told();
    }
  }

  private static List<String> told() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutPrivileges.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(process.waitFor()).isZero();
    return lines;
  }
}
