package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeadLetterFileTest {
  private final List<String> diary = new ArrayList<>();
  private final Probe probe =
      new Probe(diary)
          .with("refuse", (item, _) -> refuse(item))
          .with("alsoRefuse", (item, _) -> refuse(item))
          .with("pass", (item, out) -> out.emit(item));
  private @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("rejects.jsonl");
  }

  @Test
  void addsALineForEachFailedItem() throws IOException {
    Files.writeString(file, "{}\n");

    var outcome = run(file, List.of("refuse"), 1, "two");

    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    assertThat(Files.readAllLines(file)).hasSize(3).first().isEqualTo("{}");
    assertThat(Files.readAllLines(file).getLast())
        .startsWith(
            "{\"node\":\"refuse\",\"item\":1,\"input_item\":1,"
                + "\"type\":\"IllegalStateException\",\"message\":\"not two\",\"traceback\":\"")
        .endsWith(",\"value\":\"two\"}");
  }

  @Test
  void describesAnItemThatJsonCannotSay() throws IOException {
    run(file, List.of("refuse"), List.of("id 7", new byte[3]));

    assertThat(Files.readString(file))
        .contains("\"value_described\":\"[\\\"id 7\\\", [0, 0, 0]]\"")
        .doesNotContain("\"value\":");
  }

  @Test
  void warnsOfANumberThatItWritesAsNull() throws IOException {
    var records = new ArrayList<String>();
    var logger = Logger.getLogger("dev.terrarium.pipeline.run");
    logger.setUseParentHandlers(false);
    logger.setFilter(record -> {
      records.add(record.getMessage());
      return false;
    });

    try {
      run(file, List.of("refuse"), Double.NaN, Double.NaN);
    } finally {
      logger.setFilter(null);
      logger.setUseParentHandlers(true);
    }

    assertThat(Files.readString(file)).contains("\"value\":null}");
    assertThat(records)
        .containsExactly(
            "NaN and infinities are no JSON numbers: they are written as null in the file of dead"
                + " letters, "
                + file);
  }

  @Test
  void tellsWhatTheFileLacksAndCountsItNot() {
    var full = Path.of("/dev/full");
    assumeThat(full).exists();

    var outcome = run(full, List.of("refuse"), "one");

    assertThat(error(outcome))
        .message()
        .startsWith("The file of dead letters, /dev/full, cannot be written: ")
        .endsWith(". It lacks what node refuse failed on, item 0: IllegalStateException: not one.");
    assertThat(outcome.report().nodes().getFirst().failures()).isZero();
  }

  @Test
  void hasWrittenTheLineBeforeTheNextItemIsRead() {
    var lines = new ArrayList<Integer>();
    Iterable<Integer> items =
        () -> List.of(1, 2, 3).stream().peek(_ -> lines.add(lines(file))).iterator();

    pipeline(file, List.of("refuse"), List.of()).run(new Feed.Batch(items), (_, _) -> {});

    assertThat(lines).containsExactly(0, 1, 2);
  }

  @Test
  void takesTheFailuresOfSeveralNodes() throws IOException {
    pipeline(
            file,
            List.of("pass", "refuse", "alsoRefuse"),
            List.of("pass > refuse", "pass > alsoRefuse"))
        .run(new Feed.Batch(List.of(1, 2)), (_, _) -> {});

    assertThat(Files.readAllLines(file))
        .hasSize(4)
        .filteredOn(line -> line.startsWith("{\"node\":\"alsoRefuse\""))
        .hasSize(2);
  }

  @Test
  void refusesAFileThatCannotBeWrittenBeforeAnyNodeIsMade() {
    var missing = folder.resolve("no").resolve("such.jsonl");

    assertThat(error(run(missing, List.of("refuse"), 1)))
        .hasMessage(
            "The file of dead letters, "
                + missing
                + ", cannot be written: its folder does not exist.");
    assertThat(error(run(folder, List.of("refuse"), 1))).hasMessageContaining("it is a folder");
    assertThat(diary).isEmpty();
  }

  private static void refuse(@Nullable Object item) {
    throw new IllegalStateException("not " + item);
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException missing) {
      throw new AssertionError(missing);
    }
  }

  private static UnavailableException error(Outcome outcome) {
    return assertThat(outcome)
        .asInstanceOf(type(Outcome.Failed.class))
        .extracting(Outcome.Failed::error, type(UnavailableException.class))
        .actual();
  }

  private Outcome run(Path target, List<String> types, Object... items) {
    return pipeline(target, types, List.of()).run(new Feed.Batch(List.of(items)), (_, _) -> {});
  }

  private Pipeline pipeline(Path target, List<String> types, List<String> connections) {
    var policy = new ErrorPolicy.DeadLetter(new ErrorPolicy.Target.File(target.toString()));
    var conduct =
        new Conduct(
            false,
            Conduct.Isolation.INLINE,
            policy,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var conducts = Map.of("refuse", conduct, "alsoRefuse", conduct);
    return Pipeline.of(Chains.graph(probe, conducts, types, connections));
  }
}
