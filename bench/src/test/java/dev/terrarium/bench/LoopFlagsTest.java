package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopFlagsTest {
  @ParameterizedTest
  @ValueSource(strings = {"terrarium", "python/src/terrarium/_jvm.py", "docs/guide/real-time.md"})
  void measuresWithTheFlagsThatAreGivenToUsers(String file) throws IOException {
    String said = Files.readString(Path.of("..", file)).replace("${collector}", "Z");

    assertThat(said).contains(LoopFlags.CHOSEN.list());
  }
}
