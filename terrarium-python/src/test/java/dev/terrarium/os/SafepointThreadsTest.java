package dev.terrarium.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafepointThreadsTest {
  @TempDir private Path tasks;

  @Test
  void areThoseThatStopAndThoseThatCollectWhereThereIsOneForEachGeneration() throws IOException {
    threads("java", "VM Thread", "VM Periodic Tas", "ZDirector", "ZDriverMinor", "ZStat");
    thread(7, "ZWorkerYoung#0");
    thread(8, "ZWorkerOld#0");
    thread(9, "ZUncommitter#0");

    assertThat(SafepointThreads.of(tasks)).containsExactlyInAnyOrder(2L, 4L, 5L, 7L, 8L);
  }

  @Test
  void areNotTheManyThatCollectTogether() throws IOException {
    threads("VM Thread", "ZDriverMajor", "ZWorkerOld#0", "ZWorkerYoung#0", "ZWorkerYoung#1");

    assertThat(SafepointThreads.of(tasks)).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void areNoneOfAnotherCollector() throws IOException {
    threads("VM Thread", "G1 Conc#0", "GC Thread#0");

    assertThat(SafepointThreads.of(tasks)).isEmpty();
  }

  private void threads(String... names) throws IOException {
    for (int i = 0; i < names.length; i++) {
      thread(i + 1, names[i]);
    }
  }

  private void thread(int number, String name) throws IOException {
    Path thread = Files.createDirectories(tasks.resolve(Integer.toString(number)));
    Files.writeString(thread.resolve("comm"), name + "\n");
  }
}
