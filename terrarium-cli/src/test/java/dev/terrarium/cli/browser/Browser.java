package dev.terrarium.cli.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Opens pages, each in a Node.js of its own, which is ended after the test.
public final class Browser implements AfterEachCallback {
  private static final Optional<Path> NODE = node();

  private final List<Process> processes = new ArrayList<>();

  /// Whether there is what runs a page's script.
  public static boolean isThere() {
    return NODE.isPresent();
  }

  private static Optional<Path> node() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder -> Stream.of("node", "node.exe").map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Opens a page, and runs its script to the end.
  public OpenPage open(String html, OpenPage.Place place) {
    assumeTrue(isThere(), "there is no Node.js on PATH, which runs the scripts of pages");
    try {
      var process =
          new ProcessBuilder(NODE.orElseThrow().toString(), "-e", resource("node.js"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      processes.add(process);
      return new OpenPage(process, html, place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String resource(String name) throws IOException {
    try (var stream = Objects.requireNonNull(Browser.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    processes.forEach(Process::destroyForcibly);
    processes.clear();
  }
}
