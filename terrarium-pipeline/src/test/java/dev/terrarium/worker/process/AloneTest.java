package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.worker.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JVMs that have only process workers, each on its own.
@Tag("native")
@Timeout(120)
class AloneTest {
  private static final String NODES =
      """
      import os, subprocess, time
      class Node:
          def process(self, item):
              if item == "pid": return os.getpid()
              if item == "child": return os.fork() or time.sleep(1000)
              if item == "program": return subprocess.Popen(["sleep", "1000"]).pid
              if item == "spin":
                  while True: pass
              if item == "hold":
                  import ctypes
                  ctypes.PyDLL(None).sleep(1000)  # with the GIL
              time.sleep(1000)
      """;

  /// What processes are told by that a JVM of this test, or one of those, has started.
  private static final String MARK = "TERRARIUM_TEST_MARK";

  private static final Semaphore PRINTED = new Semaphore(0);

  @TempDir Path folder;

  /// Runs a node on one item after the other, and prints what comes of it, and which libraries are
  /// mapped. Behind the first word, which is a folder, `exit` and `throw` end the JVM from another
  /// thread when it has printed as many lines as there are items but one.
  public static void main(String[] arguments) throws Exception {
    var end = System.getProperty("terrarium.test.end", "");
    if (end.isEmpty()) {
      run(arguments);
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            run(arguments);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    PRINTED.acquire(arguments.length - 2);
    if ("exit".equals(end)) {
      System.exit(3);
    }
    throw new IllegalStateException("the end of this JVM");
  }

  private static void run(String[] arguments) throws Exception {
    try (var place = new Place(Path.of(arguments[0]), "process")) {
      place.module(NODES);
      var pipeline = place.pipeline("@:Node");
      var items = new ArrayList<Object>(List.of(arguments).subList(1, arguments.length));
      pipeline.run(
          items.iterator(),
          value -> {
            System.out.println(value);
            PRINTED.release();
          });
    }
    System.out.println(
        "libpython mapped: " + Files.readString(Path.of("/proc/self/maps")).contains("libpython"));
  }

  private Process start(String... items) throws Exception {
    return start("", items);
  }

  private Process start(String end, String[] items) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dterrarium.test.end=" + end,
                "-Dterrarium.test.python=" + System.getProperty("terrarium.test.python", "bundled"),
                "-cp",
                System.getProperty("java.class.path"),
                AloneTest.class.getName(),
                folder.toString()));
    command.addAll(List.of(items));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put(MARK, folder.toString());
    return builder.start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void aJvmWithOnlyProcessWorkersNeverLoadsLibpython() throws Exception {
    var jvm = start("pid");

    var lines = output(jvm).lines().toList();

    assertThat(jvm.waitFor()).isZero();
    assertThat(lines).hasSize(2).last().isEqualTo("libpython mapped: false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep", "spin", "hold"})
  void workersDieWithAJvmThatIsKilledWhateverTheyDo(String doing) throws Exception {
    var jvm = start("pid", "child", doing);
    var output = output(jvm);
    var worker = ProcessHandle.of(Long.parseLong(output.readLine()));
    var child = ProcessHandle.of(Long.parseLong(output.readLine()));

    jvm.destroyForcibly();
    jvm.waitFor();

    worker.ifPresent(handle -> handle.onExit().join());
    assertThat(isAlive(worker)).isFalse();
    child.ifPresent(handle -> handle.onExit().join());
    assertThat(isAlive(child)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"exit, 3", "throw, 1"})
  void workersEndWithAJvmThatEndsItselfWhileTheyWork(String end, int status) throws Exception {
    var jvm = start(end, new String[] {"pid", "child", "program", "sleep"});

    assertThat(output(jvm).lines().toList()).hasSize(3);

    assertThat(jvm.waitFor()).isEqualTo(status);
    requireNoneOfMarked();
  }

  @Test
  void nothingIsLeftOfAJvmThatIsKilledAtRandomMoments() throws Exception {
    long seed = Long.getLong("terrarium.test.seed", new Random().nextLong());
    System.out.println("AloneTest: -Dterrarium.test.seed=" + seed);
    var random = new Random(seed);
    for (int round = 0; round < 10; round++) {
      var jvm = start("pid", "child", "program", "child", "spin");
      if (round % 2 == 0) {
        assertThat(output(jvm).readLine()).as("seed %d", seed).isNotNull();
      }
      Thread.sleep(random.nextInt(round % 2 == 0 ? 100 : 1000)); // a moment at random

      jvm.destroyForcibly();
      jvm.waitFor();

      requireNoneOfMarked();
    }
  }

  /// Requires that no process lives that was started by a JVM of this test, or by one of its own.
  private void requireNoneOfMarked() {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!marked().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(marked()).isEmpty();
  }

  private List<String> marked() {
    var mark = MARK + "=" + folder + "\0";
    try (var processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> read(process.resolve("environ")).contains(mark))
          .map(process -> read(process.resolve("cmdline")).replace('\0', ' '))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // It is of no process, of another user's, or of one that has ended.
    }
  }

  private static boolean isAlive(Optional<ProcessHandle> process) {
    return process.filter(ProcessHandle::isAlive).isPresent();
  }
}
