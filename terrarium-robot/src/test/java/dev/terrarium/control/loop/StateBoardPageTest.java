package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.PythonProgram;
import dev.terrarium.control.loop.Column.Extent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page about boards and rings says.
class StateBoardPageTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\| (\\S+ (?:int64|float64)) \\|", Pattern.MULTILINE);
  private static final Pattern PROGRAM =
      Pattern.compile("```python board.py\n(.*?)```", Pattern.DOTALL);

  private final String page = read(Path.of("../docs/reference/state-board.md"));

  @Test
  void tellsEveryColumnInItsOrder() {
    int ring = page.indexOf("## Columns of a ring");

    assertThat(rows(page.substring(0, ring))).isEqualTo(rows(BoardColumn.values()));
    assertThat(rows(page.substring(ring))).isEqualTo(rows(RingColumn.values()));
  }

  @Test
  void readsABoardInPythonWhileItsLoopRuns(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path program = Files.writeString(folder.resolve("board.py"), program());
    Path board = folder.resolve("board");
    SteppedArm arm = SteppedArm.ofTwo();
    arm.isKept = false;
    try (var robot = new ArmedRobot()) {
      ControlLoop loop =
          ControlLoop.start(
              arm,
              Steps.always(0),
              robot.gate,
              robot.permit,
              LoopOptions.standard()
                  .withoutRealTime()
                  .withBoard(board)
                  .withWarmUp(new WarmUp(0, Duration.ZERO)));

      String printed = PythonProgram.printedBy(program.toString(), board.toString());
      loop.stop();
      loop.ended().toCompletableFuture().join();

      assertThat(printed).isEqualTo("cycles seen: True joints: 2\n");
    }
  }

  @Test
  void readsInPythonThatALoopIsBeingStarted(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path program = Files.writeString(folder.resolve("board.py"), program());
    Path board = folder.resolve("board");
    var starting = StateBoard.create(2, 0, Optional.of(board));

    String printed = PythonProgram.printedBy(program.toString(), board.toString());

    assertThat(printed).isEqualTo("cycles seen: False joints: None\n");
    assertThat(starting.written()).isZero();
  }

  private static List<String> rows(String text) {
    return ROW.matcher(text).results().map(it -> it.group(1) + " " + it.group(2)).toList();
  }

  private static List<String> rows(Column[] columns) {
    return Arrays.stream(columns)
        .map(it -> it.name().toLowerCase(Locale.ROOT) + " " + numbers(it.extent()))
        .toList();
  }

  private static String numbers(Extent extent) {
    return switch (extent) {
      case LONG -> "1 int64";
      case DOUBLE -> "1 float64";
      case POSITION -> "3 float64";
      case POSE -> "16 float64";
      case JOINTS -> "n float64";
      case JACOBIAN -> "6·n float64";
      case SQUARE -> "n·n float64";
      case EXTRAS -> "e float64";
    };
  }

  private String program() {
    var found = PROGRAM.matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
