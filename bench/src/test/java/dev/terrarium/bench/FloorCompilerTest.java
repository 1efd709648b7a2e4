package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorCompilerTest {
  @TempDir Path folder;

  @Test
  void compilesAgainstTheHeadersOfTheInterpreter() throws Exception {
    FloorBuild build = new FloorCompiler(folder).build(installed());

    switch (build) {
      case FloorBuild.Built(Path library, String compiler) -> {
        assertThat(library).isRegularFile();
        assertThat(compiler).isNotBlank();
      }
      case FloorBuild.Missing(String reason) -> {
        assertThat(reason).doesNotContain("does not compile");
        abort(reason);
      }
    }
  }

  @Test
  void compilesAProgramThatWakesEachMillisecond() throws Exception {
    switch (new FloorCompiler(folder).program("loop_floor")) {
      case FloorBuild.Built(Path program, String _) -> {
        Path file = folder.resolve("wakes");
        String deadline = String.valueOf(System.nanoTime());

        Command.Output output =
            Command.run(program.toString(), "1", "0", "0", "0", file.toString(), deadline);

        assertThat(output.exitCode()).as(output.text()).isZero();
        assertThat(Gaps.read(file).commands()).isPositive();
      }
      case FloorBuild.Missing(String reason) -> {
        assertThat(reason).doesNotContain("does not compile");
        abort(reason);
      }
    }
  }

  private static Installation installed() {
    try {
      return Environment.choose(SearchPath.ofProcess().withRequest("python3", "the test"));
    } catch (EnvironmentException none) {
      return abort("No python3 is installed that can be embedded: " + none.getMessage());
    }
  }
}
