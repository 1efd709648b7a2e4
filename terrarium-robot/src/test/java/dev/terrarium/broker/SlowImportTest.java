package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.worker.script.Isolation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Modules whose import does not end.
class SlowImportTest {
  private @TempDir Path folder;

  static Stream<Isolation> isolations() {
    return LiveRobot.isolations();
  }

  @ParameterizedTest
  @MethodSource("isolations")
  void endsAnImportThatTakesLongerThanImportsMay(Isolation isolation) {
    LiveRobot.write(folder, "endless", "while True:\n    pass\n");
    var limits = BrokerOptions.Limits.USUAL.withImporting(Duration.ofMillis(50));

    assertThatThrownBy(() ->
            new LiveRobot(
                folder, isolation, options -> options.importing("endless").within(limits)))
        .isInstanceOf(BrokerException.Timeout.class)
        .hasMessageContaining("import endless");
  }
}
