package dev.terrarium.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tests the scripts of `examples/perception` with the bundled Python.
@Tag("native")
class PerceptionTest {
  private static final Path EXAMPLE =
      Path.of("../examples/perception").toAbsolutePath().normalize();

  @Test
  void passesTheTestsOfItsScripts() throws Exception {
    var python =
        Environment.choose(SearchPath.ofProcess().withRequest("bundled", "the test")).executable();
    var command = List.of(python.toString(), "-B", "-W", "error", "-m", "unittest", "-v");
    var builder = new ProcessBuilder(command).directory(EXAMPLE.toFile()).redirectErrorStream(true);

    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("OK").doesNotContain("Ran 0 tests");
  }
}
