package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleTest {
  private static final long NO_PROCESS = 999_999_999_999L;

  @TempDir Path parent;

  private Path folder(String name, Duration age) throws Exception {
    var folder = Files.createDirectory(parent.resolve(name));
    Files.createFile(folder.resolve(Launch.SOCKET));
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
    return folder;
  }

  @Test
  void removesOldFoldersOfProcessesThatAreGoneAndNothingElse() throws Exception {
    long own = ProcessHandle.current().pid();
    var hour = Duration.ofHours(1);
    var left = folder(Stale.PREFIX + NO_PROCESS + "-1", hour);
    var young = folder(Stale.PREFIX + NO_PROCESS + "-2", Duration.ZERO);
    var living = folder(Stale.PREFIX + own + "-3", hour);
    var other = folder(Stale.PREFIX + "notes", hour);
    var full = folder(Stale.PREFIX + NO_PROCESS + "-4", hour);
    Files.createFile(full.resolve("file"));
    Files.setLastModifiedTime(full, FileTime.from(Instant.now().minus(hour)));
    var link = Files.createSymbolicLink(parent.resolve(Stale.PREFIX + NO_PROCESS + "-5"), other);

    Stale.sweep(living);

    assertThat(left).doesNotExist();
    assertThat(young).exists();
    assertThat(living.resolve(Launch.SOCKET)).exists();
    assertThat(other.resolve(Launch.SOCKET)).exists();
    assertThat(full.resolve("file")).exists();
    assertThat(link).exists();
  }

  @Test
  void letsAFolderBeThatIsNotThere() {
    Stale.sweep(parent.resolve("none").resolve("own"));

    assertThat(parent).isEmptyDirectory();
  }
}
