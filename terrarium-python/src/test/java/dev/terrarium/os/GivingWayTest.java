package dev.terrarium.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class GivingWayTest {
  private static final int NICENESS = 18;
  private static final int POLICY = 40;
  private static final String BATCH = "3";

  /// Returns the niceness and the policy of a thread.
  private static List<String> ways(String task) {
    try {
      String stat = Files.readString(Path.of(task, "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return List.of(fields[NICENESS - 2], fields[POLICY - 2]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hasAThreadAndThoseThatItStartsGiveWayAndNoOther() {
    List<String> before = ways("/proc/thread-self");
    var own = new CompletableFuture<List<String>>();
    var started = new CompletableFuture<List<String>>();

    Thread.ofPlatform()
        .start(() -> {
          Attempt attempt = GivingWay.currentThread();
          own.complete(attempt.isGranted() ? ways("/proc/thread-self") : List.of(attempt.words()));
          Thread.ofPlatform().start(() -> started.complete(ways("/proc/thread-self")));
        });

    assertThat(own.join()).containsExactly("19", BATCH);
    assertThat(started.join()).containsExactly("19", BATCH);
    assertThat(ways("/proc/thread-self")).isEqualTo(before);
  }

  @Test
  void hasAProcessGiveWayAndSaysIfThereIsNone() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    try {
      Attempt attempt = GivingWay.process(process.pid());

      assertThat(attempt.isGranted()).isTrue();
      assertThat(ways("/proc/" + process.pid())).containsExactly("19", BATCH);
    } finally {
      process.destroyForcibly();
    }
    assertThat(GivingWay.process(Integer.MAX_VALUE).words()).contains("No such process");
  }
}
