package dev.terrarium.worker.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.worker.WorkerCrashedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a process wrote last is told, however late it is read.
@Tag("native")
@Timeout(60)
class LastLinesTest {
  @TempDir Path folder;
  private final StringBuffer written = new StringBuffer();
  private final AtomicReference<Path> isRead = new AtomicReference<>();

  @RegisterExtension final WorkerPlace place = WorkerPlace.open(_ -> {}, this::write);

  @Test
  void tellsTheLastWordsOfAProcessThatAreReadOnlyWhenItIsGone() throws Exception {
    isRead.set(folder.resolve("read"));
    place.module(
        """
        import os, time
        def end(path):
            os.write(2, b"first words\\n")
            while not os.path.exists(path): time.sleep(0.001)
            os.write(2, b"last words\\n")
            os._exit(3)
        """);
    var items = List.of(isRead.get().toString());

    var error = catchThrowableOfType(NodeException.class, () -> place.outputs(items, "@:end"));

    var crash = (WorkerCrashedException) requireNonNull(error.getCause());
    assertThat(crash.lastLines()).isEqualTo("first words\nlast words");
    assertThat(written).hasToString("first words\nlast words\n");
  }

  /// Has the process go on and end, and reads nothing more until somebody waits for its last words.
  private void write(String text) {
    written.append(text);
    try {
      if (text.startsWith("first")) {
        Files.createFile(isRead.get());
        while (!isWaitedFor()) {
          Thread.onSpinWait();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWaitedFor() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame ->
            frame.getClassName().equals(LastLines.class.getName())
                && frame.getMethodName().equals("text"));
  }
}
