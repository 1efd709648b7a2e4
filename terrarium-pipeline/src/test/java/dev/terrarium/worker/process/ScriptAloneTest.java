package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.worker.Place;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.ScriptHosts;
import dev.terrarium.worker.script.ScriptSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JVMs that run scripts in processes alone, each on its own.
@Tag("native")
@Timeout(120)
class ScriptAloneTest {
  @TempDir Path folder;

  /// Prints what the first expressions are, and whether libpython is mapped; and evaluates the
  /// last.
  public static void main(String[] arguments) throws Exception {
    var python = new PythonSettings(Place::python, List.of(), _ -> {}, _ -> {});
    var settings = ScriptSettings.of("arm", python, Isolation.PROCESS);
    try (var host = ScriptHosts.open(settings, _ -> null)) {
      for (var code : arguments) {
        var maps = Files.readString(Path.of("/proc/self/maps"));
        System.out.println("libpython mapped: " + maps.contains("libpython"));
        var running =
            host.start("evaluate", List.of(code), value -> value.parts().getFirst().toJava());
        System.out.println(running.result().get());
        running.ended().get();
      }
    }
  }

  private Process start(String... code) throws Exception {
    var command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-Dterrarium.test.python=" + System.getProperty("terrarium.test.python", "bundled"),
                "-cp",
                System.getProperty("java.class.path"),
                ScriptAloneTest.class.getName()));
    command.addAll(List.of(code));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void aJvmWithOnlySuchScriptsNeverLoadsLibpython() throws Exception {
    var jvm = start("6 * 7", "'done'");

    var lines = output(jvm).lines().toList();

    assertThat(jvm.waitFor()).isZero();
    assertThat(lines)
        .containsExactly("libpython mapped: false", "42", "libpython mapped: false", "done");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import time; time.sleep(1000)",
        "while True: pass",
        "import ctypes; ctypes.PyDLL(None).sleep(1000)",
        "from terrarium import bus; import threading; threading.Event().wait()",
      })
  void theProcessDiesWithAJvmThatIsKilledWhateverItDoes(String doing) throws Exception {
    var jvm =
        start(
            "import os; os.getpid()",
            "os = __import__('os'); os.fork() or __import__('time').sleep(1000)",
            doing);
    var output = output(jvm);
    output.readLine();
    var process = ProcessHandle.of(Long.parseLong(output.readLine()));
    output.readLine();
    var child = ProcessHandle.of(Long.parseLong(output.readLine()));
    output.readLine();

    jvm.destroyForcibly();
    jvm.waitFor();

    process.ifPresent(handle -> handle.onExit().join());
    child.ifPresent(handle -> handle.onExit().join());
    try (var left = Files.list(folder).filter(file -> file.toString().contains("worker"))) {
      assertThat(left).isEmpty();
    }
  }
}
