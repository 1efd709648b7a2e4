package dev.terrarium.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Asks a C compiler about the headers of every CPython there is.
class HeaderLayoutTest {
  private static final Duration BOUND = ChildJvm.PATIENCE;

  /// Structs that no header shows; [Direct] asks the running interpreter about them.
  private static final Set<String> PRIVATE = Set.of("CAPSULE_POINTER", "CAPSULE_DESTRUCTOR");

  @TempDir static Path folder;

  static Stream<Headers> headers() {
    return Headers.all(folder.resolve("bundled"));
  }

  @BeforeAll
  static void findACompiler() {
    String path = System.getenv().getOrDefault("PATH", "");
    assumeTrue(
        Arrays.stream(path.split(File.pathSeparator, -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "gcc"))),
        "gcc is not installed, so nothing can be asked about the headers");
  }

  @ParameterizedTest
  @MethodSource("headers")
  void everyOffsetAndConstantIsThatOfTheHeaders(Headers headers) throws IOException {
    assumeTrue(headers.areThere(), "CPython's headers are not installed: " + headers);

    Map<String, Long> theirs = said(compileAndRun(headers));
    Map<String, Long> ours = said(dump(headers));
    ours.keySet().removeAll(PRIVATE);

    assertThat(theirs).containsAllEntriesOf(ours);
  }

  private static ChildJvm.Ended compileAndRun(Headers headers) throws IOException {
    Path source = folder.resolve(headers.version() + ".c");
    Path program = folder.resolve(headers.version());
    Files.writeString(source, HeaderProgram.text());
    ChildJvm.Ended compiled =
        ChildJvm.run(
            BOUND,
            "gcc",
            "-w",
            "-I" + headers.include(),
            "-o",
            program.toString(),
            source.toString());
    assertThat(compiled.exit()).as(compiled.output()).isZero();
    return ChildJvm.run(BOUND, program.toString());
  }

  private static ChildJvm.Ended dump(Headers headers) {
    return new ChildJvm().run(BOUND, LayoutDump.class, headers.library().toString());
  }

  private static Map<String, Long> said(ChildJvm.Ended ended) {
    assertThat(ended.exit()).as(ended.output()).isZero();
    Map<String, Long> values = new TreeMap<>();
    ended
        .output()
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(words -> values.put(words[0], Long.parseLong(words[1])));
    return values;
  }
}
