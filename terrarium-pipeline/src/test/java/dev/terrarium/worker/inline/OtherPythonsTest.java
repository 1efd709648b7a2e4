package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("native")
class OtherPythonsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"3.10", "3.11", "3.12", "3.13"})
  void runPythonNodesToo(String version) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OtherPython.class.getName(),
                version,
                folder.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    assumeTrue(code != OtherPython.NOT_THERE, "there is no CPython " + version + " to embed");

    assertThat(said)
        .contains("[2, xx]")
        .contains("Node n0 failed on item 0: KeyError: 'key'")
        .contains("no module named 'not_there'")
        .satisfiesAnyOf(
            text -> assertThat(text).contains("no error"),
            text -> assertThat(text).contains("has no module 'numpy'; install it there"));
    assertThat(code).isZero();
  }
}
