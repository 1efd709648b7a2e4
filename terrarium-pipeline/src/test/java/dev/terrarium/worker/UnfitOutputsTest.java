package dev.terrarium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.PipelineException;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Outputs without a counterpart are refused in the same words wherever the node runs, however the
/// items come, and however many wait behind them.
@Tag("native")
@Timeout(60)
@ParameterizedClass
@CsvSource({
  "inline, false",
  "inline, true",
  "thread, false",
  "thread, true",
  "process, false",
  "process, true"
})
class UnfitOutputsTest {
  private static final String NODE =
      """
      class Thing: pass
      def loop():
          value = [1]
          value.append(value)
          return value
      def deep(levels):
          value = []
          for _ in range(levels - 1): value = [value]
          return value
      """;

  @Parameter(0)
  String isolation;

  @Parameter(1)
  boolean isStream;

  @TempDir Path folder;
  private Place place;

  @BeforeEach
  void open() {
    place = new Place(folder, isolation);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Thing() | $ | @.Thing has no counterpart",
        "{'a': [0, Thing()]} | $.a[1] | @.Thing has no counterpart",
        "chr(0xd800) | $ | the text holds a lone surrogate, U+D800 at index 0, which is no character",
        "[0, {'a': 'né😀' + chr(0xdc05) + 'x'}] | $[1].a | a lone surrogate, U+DC05 at index 3, which"
      })
  void failsForTheFirstOutputInWordsThatSayWhereAndWhy(String output, String path, String why)
      throws Exception {
    var left = new ArrayList<@Nullable Object>();

    var error = failure(output, left);

    assertThat(error.path()).isEqualTo(path);
    assertThat(error)
        .hasMessageStartingWith("Node n0 failed")
        .hasMessageContaining(why.replace("@", place.name()));
    assertThat(left).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loop() | [1]",
        "[0, loop()] | [1]",
        "deep(1001) | [0]",
        "deep(60000) | [0]",
        "[0, [1, deep(60000)]] | [1][1]"
      })
  void refusesWhatIsNestedTooDeepOrContainsItself(String output, String first) throws Exception {
    var error = failure(output, new ArrayList<>());

    int steps = first.equals("[1][1]") ? 6 : 7;
    var last = output.contains("loop") ? "[1]" : "[0]";
    assertThat(error.path())
        .isEqualTo("$" + first + last.repeat(steps) + "... 984 more ..." + last.repeat(8));
    assertThat(error)
        .hasMessageContaining("the value is nested deeper than 1000 levels, or contains itself");
  }

  private MarshalException failure(String output, List<@Nullable Object> left) throws Exception {
    place.module(NODE + "def make(item): return " + output + "\n");
    return (MarshalException) failure(left);
  }

  private PipelineException failure(List<@Nullable Object> left) {
    var items = LongStream.range(0, 8).boxed().toList();
    var feed =
        isStream ? new Feed.Stream(items.iterator()) : new Feed.Batch(new ArrayList<>(items));
    var outcome = place.pipeline("@:make").run(feed, (_, value) -> left.add(value));
    return ((Outcome.Failed) outcome).error();
  }
}
