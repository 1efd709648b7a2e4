package dev.terrarium.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.launcher.Checkout.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, a true JDK and the jars that were built go together.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class AotCacheIT {
  private static final Path DIST = Path.of("target/dist");

  private @TempDir Path parent;

  @Test
  void theJvmTakesTheCacheThatTheLauncherMakes() throws IOException {
    Checkout checkout = Checkout.in(parent);
    put(checkout, DIST.resolve("id"));
    put(checkout, DIST.resolve("stamp"));
    try (Stream<Path> jars = Files.list(DIST.resolve("modules"))) {
      for (Path jar : jars.toList()) {
        put(checkout, jar);
      }
    }
    checkout.markFresh();
    Map<String, String> java = Map.of("TERRARIUM_JAVA_HOME", System.getProperty("java.home"));

    Said first = checkout.run(java, "nodes");
    Said second = checkout.run(java, "nodes");

    assertThat(first.status()).as(first.errors()).isZero();
    assertThat(first.errors()).contains("preparing a fast start");
    assertThat(second.errors()).isEmpty();
    assertThat(second.output()).isEqualTo(first.output()).contains("MultiplyNode");
    assertThat(caches(checkout)).singleElement().satisfies(it -> assertThat(it).isNotEmptyFile());
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
