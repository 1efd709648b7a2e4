package dev.terrarium.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.launcher.Checkout.Launch;
import dev.terrarium.launcher.Checkout.Said;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, a true JDK and the jars that were built go together.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class AotCacheIT {
  private static final Path DIST = Path.of("target/dist");
  private static final Map<String, String> JAVA =
      Map.of("TERRARIUM_JAVA_HOME", System.getProperty("java.home"));

  private @TempDir Path parent;

  private Checkout checkout;

  @BeforeEach
  void takeWhatWasBuilt() throws IOException {
    checkout = Checkout.in(parent);
    put(checkout, DIST.resolve("id"));
    put(checkout, DIST.resolve("stamp"));
    try (Stream<Path> jars = Files.list(DIST.resolve("modules"))) {
      for (Path jar : jars.toList()) {
        put(checkout, jar);
      }
    }
    checkout.markFresh();
  }

  @Test
  void theJvmTakesTheCacheThatTheLauncherMakes() throws IOException {
    Said first = checkout.run(JAVA, "nodes");
    Said second = checkout.run(JAVA, "nodes");

    assertThat(first.status()).as(first.errors()).isZero();
    assertThat(first.errors()).contains("preparing a fast start");
    assertThat(second.errors()).isEmpty();
    assertThat(second.output()).isEqualTo(first.output()).contains("MultiplyNode");
    assertThat(caches(checkout)).singleElement().satisfies(it -> assertThat(it).isNotEmptyFile());
  }

  @Test
  void whatTheJvmSaysItselfStaysOutOfTheResult() throws Exception {
    checkout.write(
        "pass.json",
        """
        {"version": "v1", "metadata": {"name": "pass"}, "connections": [],
         "nodes": [{"id": "a", "node_type": "PassThrough"}]}
        """);
    Path launcher = checkout.folder().resolve("terrarium");
    Launch launch =
        checkout.start(launcher, checkout.folder(), JAVA, "run", "pass.json", "--input", "-");
    OutputStream input = launch.process().getOutputStream();
    input.write("1\n".getBytes(StandardCharsets.UTF_8));
    input.flush();
    int first = launch.process().getInputStream().read();

    String jvm = Long.toString(launch.process().pid());
    assertThat(new ProcessBuilder("kill", "-QUIT", jvm).start().waitFor()).isZero();
    while (!Files.readString(launch.errors()).contains("Full thread dump")) {
      Thread.onSpinWait();
    }
    input.close();
    Said said = launch.await();

    assertThat(first).isEqualTo('1');
    assertThat(said.output()).isEqualTo("\n");
    assertThat(said.status()).isZero();
  }

  private static void put(Checkout checkout, Path file) throws IOException {
    Path copy = checkout.folder().resolve("terrarium-cli").resolve(file);
    Files.createDirectories(copy.getParent());
    Files.copy(file, copy);
    Files.setLastModifiedTime(copy, Files.getLastModifiedTime(file));
  }

  private static List<Path> caches(Checkout checkout) throws IOException {
    try (Stream<Path> files = Files.walk(checkout.folder().resolve("home/.cache/terrarium/aot"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
