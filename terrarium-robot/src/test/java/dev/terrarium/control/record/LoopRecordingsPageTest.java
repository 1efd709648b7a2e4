package dev.terrarium.control.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.PythonProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page about recordings says.
class LoopRecordingsPageTest {
  private static final Pattern FIELD =
      Pattern.compile("^\\| `(\\w+)` \\| (?:\\w )?(?:int64|float64) \\|", Pattern.MULTILINE);
  private static final Pattern CAUSE = Pattern.compile("^\\| `([A-Z]+)` \\|", Pattern.MULTILINE);
  private static final Pattern PROGRAM =
      Pattern.compile("```python lateness.py\n(.*?)```", Pattern.DOTALL);

  @Test
  void tellsEveryFieldAndEveryCauseInItsOrder() throws IOException {
    String page = page();

    assertThat(FIELD.matcher(page).results().map(it -> it.group(1)))
        .containsExactlyElementsOf(
            Arrays.stream(CycleField.values()).map(CycleField::title).toList());
    assertThat(CAUSE.matcher(page).results().map(it -> it.group(1)))
        .containsExactlyElementsOf(Arrays.stream(Cause.values()).map(Cause::name).toList());
  }

  @Test
  void readsARecordingInPython(@TempDir Path folder) throws IOException, InterruptedException {
    var found = PROGRAM.matcher(page());
    assertThat(found.find()).isTrue();
    Path cycles = folder.resolve("cycles.npz");
    RecordingFilesTest.recorded(200, CycleField.all()).toNpz(cycles);

    String printed = PythonProgram.printedBy("-c", found.group(1), cycles.toString());

    assertThat(printed).isEqualTo("cycles: 200 joints: 2 in time: 1.0\n");
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/reference/loop-recordings.md"));
  }
}
