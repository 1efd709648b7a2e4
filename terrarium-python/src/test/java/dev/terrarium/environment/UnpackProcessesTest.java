package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several processes, one cache.
@Timeout(600)
class UnpackProcessesTest {
  @TempDir Path folder;
  private BundleFixture bundle;
  private Path cache;
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void makeJars() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the fake Pythons are shell scripts");
    bundle = BundleFixture.in(folder.resolve("jars"));
    cache = folder.resolve("cache");
  }

  @AfterEach
  void endChildren() {
    children.forEach(Process::destroyForcibly);
  }

  private final class Child {
    private final Process process;
    private final BufferedReader output;

    Child() throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  UnpackInChild.class.getName(),
                  cache.toString()));
      bundle.jars().forEach(jar -> command.add(jar.toString()));
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      children.add(process);
      output = process.inputReader(StandardCharsets.UTF_8);
    }

    String awaitLine(String start) throws IOException {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(start)) {
          return line;
        }
      }
      throw new AssertionError("the child ended without saying '" + start + "'");
    }

    void goOn() throws IOException {
      process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
    }

    int awaitEnd() throws InterruptedException {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }
  }

  private BundledFolder inspect() {
    SearchPath path = bundle.addedTo(FakePython.nowhere(folder)).withCache(cache);
    return Environment.search(path, BundleFixture.HOST, bundle::pins).bundled().orElseThrow();
  }

  private List<String> cached() throws IOException {
    try (Stream<Path> files = Files.list(cache.resolve("bundled"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void oneUnpacksWhileTheOtherWaitsAndUsesTheSame() throws Exception {
    Child first = new Child();
    first.awaitLine("unpacked");
    Child second = new Child();
    String notice = second.awaitLine("notice");

    first.goOn();
    first.awaitLine("ready");
    String next = second.awaitLine("");

    assertThat(notice).startsWith("notice Another process is unpacking the bundled Python into ");
    assertThat(next).isEqualTo("ready");
    assertThat(first.awaitEnd()).isZero();
    assertThat(second.awaitEnd()).isZero();
    assertThat(inspect().state()).isEqualTo(BundledFolder.State.COMPLETE);
  }

  @Test
  void theNextOneCleansUpAfterOneThatWasKilled() throws Exception {
    Child killed = new Child();
    killed.awaitLine("unpacked");
    killed.process.destroyForcibly();
    killed.awaitEnd();
    assertThat(cached()).anyMatch(name -> name.contains(".draft-"));
    assertThat(inspect().state()).isEqualTo(BundledFolder.State.ABSENT);

    Child next = new Child();
    next.goOn();
    String notice = next.awaitLine("notice");
    next.awaitLine("ready");

    assertThat(notice).contains("cut short left").contains(".draft-");
    assertThat(next.awaitEnd()).isZero();
    assertThat(inspect().state()).isEqualTo(BundledFolder.State.COMPLETE);
    assertThat(cached()).hasSize(2);
  }

  @Test
  void theWaitingOneTakesOverWhenTheFirstIsKilled() throws Exception {
    Child killed = new Child();
    killed.awaitLine("unpacked");
    Child waiting = new Child();
    waiting.awaitLine("notice Another process");

    killed.process.destroyForcibly();
    waiting.goOn();
    waiting.awaitLine("ready");

    assertThat(waiting.awaitEnd()).isZero();
    assertThat(inspect().state()).isEqualTo(BundledFolder.State.COMPLETE);
  }
}
