package dev.terrarium.capi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Interpreters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Where one CPython's headers and library lie.
record Headers(String version, Path include, Path library) {
  private static final Duration BOUND = ChildJvm.PATIENCE;

  /// Those of every CPython there is; the bundled one's are unpacked into a folder, since it needs
  /// none to run.
  static Stream<Headers> all(Path folder) {
    Installation bundled = Interpreters.bundled();
    return Stream.concat(
        Interpreters.installed().stream().map(Headers::installed),
        Stream.of(
            new Headers(
                bundled.version().text(), unpack(bundledJar(), folder), bundled.library())));
  }

  boolean areThere() {
    return Files.exists(include.resolve("Python.h"));
  }

  private static Headers installed(Installation installation) {
    ChildJvm.Ended asked =
        ChildJvm.run(
            BOUND,
            installation.executable().toString(),
            "-I",
            "-c",
            "import sysconfig; print(sysconfig.get_paths()['include'])");
    return new Headers(
        installation.version().text(), Path.of(asked.output().strip()), installation.library());
  }

  private static Path bundledJar() {
    return SearchPath.ofProcess().jars().stream()
        .filter(jar -> String.valueOf(jar.getFileName()).startsWith("cpython-"))
        .filter(jar -> !String.valueOf(jar.getFileName()).endsWith("-sources.jar"))
        .findFirst()
        .orElseThrow();
  }

  private static Path unpack(Path jar, Path folder) {
    Path include = folder;
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> each.getName().endsWith(".h")).toList()) {
        Path file = folder.resolve(entry.getName()).normalize();
        assertThat(file).startsWithRaw(folder);
        Files.createDirectories(file.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
          Files.copy(content, file);
        }
        if (file.endsWith("Python.h")) {
          include = file.getParent();
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return include;
  }
}
