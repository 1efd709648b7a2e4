package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The kinds of node that the reference system tests its own runtime with, each as a class with
/// plain functions, with coroutines, and with `aprocess` beside a `process` that must not be
/// called.
@Tag("native")
class ReferenceKindsTest {
  @TempDir Path folder;

  static Stream<Arguments> kinds() {
    return Stream.of("def process", "async def process", "async def aprocess")
        .flatMap(style -> ReferenceKinds.rows(style).stream().map(row -> Arguments.of(style, row)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void runInEachStyle(String style, LimitRow row) throws Exception {
    assertThat(row.trial().outcome(folder)).as(style).isEqualTo(row.expected());
  }

  @Test
  void areEleven() {
    assertThat(ReferenceKinds.rows("def process")).hasSize(11);
  }
}
