package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.worker.Place;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
              if item == "spin":
                  while True: pass
              if item == "hold":
                  import ctypes
                  ctypes.PyDLL(None).sleep(1000)  # with the GIL
              time.sleep(1000)
      """;

  @TempDir Path folder;

  /// Runs a node on one item after the other, and prints what comes of it, and which libraries are
  /// mapped.
  public static void main(String[] arguments) throws Exception {
    try (var place = new Place(Path.of(arguments[0]), "process")) {
      place.module(NODES);
      var pipeline = place.pipeline("@:Node");
      var items = new ArrayList<Object>(List.of(arguments).subList(1, arguments.length));
      pipeline.run(items.iterator(), value -> System.out.println(value));
    }
    System.out.println(
        "libpython mapped: " + Files.readString(Path.of("/proc/self/maps")).contains("libpython"));
  }

  private Process start(String... items) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dterrarium.test.python=" + System.getProperty("terrarium.test.python", "bundled"),
                "-cp",
                System.getProperty("java.class.path"),
                AloneTest.class.getName(),
                folder.toString()));
    command.addAll(List.of(items));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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

  private static boolean isAlive(Optional<ProcessHandle> process) {
    return process.filter(ProcessHandle::isAlive).isPresent();
  }
}
