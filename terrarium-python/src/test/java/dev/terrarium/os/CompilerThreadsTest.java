package dev.terrarium.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerThreadsTest {
  @TempDir private Path tasks;

  @Test
  void areIdleWhenNoneHasWorkedSinceTheyWereAskedBefore() throws IOException {
    var compilers = new CompilerThreads(tasks);
    thread(1, "C1 CompilerThre", 'S', "500 20 9");
    thread(2, "C2 CompilerThre", 'S', "300 10 4");

    boolean first = compilers.areIdle();

    assertThat(first).isFalse();
    assertThat(compilers.areIdle()).isTrue();
    assertThat(compilers.areIdle()).isTrue();
  }

  @Test
  void areNotIdleWhileOneWorks() throws IOException {
    var compilers = new CompilerThreads(tasks);
    thread(1, "C1 CompilerThre", 'S', "500 20 9");
    var _ = compilers.areIdle();

    thread(1, "C1 CompilerThre", 'S', "501 20 10");

    assertThat(compilers.areIdle()).isFalse();
    assertThat(compilers.areIdle()).isTrue();
  }

  @Test
  void areNotIdleWhileOneWaitsForAProcessor() throws IOException {
    var compilers = new CompilerThreads(tasks);
    thread(1, "C2 CompilerThre", 'R', "500 20 9");
    var _ = compilers.areIdle();

    assertThat(compilers.areIdle()).isFalse();
  }

  @Test
  void areNotThoseWhoDoOtherThings() throws IOException {
    var compilers = new CompilerThreads(tasks);
    thread(1, "main", 'R', "500 20 9");
    var _ = compilers.areIdle();

    thread(1, "main", 'R', "800 20 10");

    assertThat(compilers.areIdle()).isTrue();
  }

  @Test
  void areIdleWhereTheSystemTellsNothing() {
    assertThat(new CompilerThreads(tasks.resolve("missing")).areIdle()).isTrue();
  }

  private void thread(int number, String name, char state, String times) throws IOException {
    Path thread = Files.createDirectories(tasks.resolve(Integer.toString(number)));
    Files.writeString(thread.resolve("comm"), name + "\n");
    Files.writeString(thread.resolve("stat"), "%d (%s) %c 1 1 1\n".formatted(number, name, state));
    Files.writeString(thread.resolve("schedstat"), times + "\n");
  }
}
