package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What worker processes could leave behind: processes, shared memory, folders, descriptors.
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Set<Long> processes;
  private final Set<String> files;

  private Leftovers(Set<Long> processes, Set<String> files) {
    this.processes = processes;
    this.files = files;
  }

  /// Looks what is there.
  static Leftovers now() {
    return new Leftovers(processes(), files());
  }

  /// The processes that are workers of this JVM, or were started by one.
  private static Set<Long> processes() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> files() {
    var found = new TreeSet<String>();
    for (var folder : List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))) {
      try (var entries = Files.list(folder)) {
        entries
            .map(Path::toString)
            .filter(name -> name.contains("terrarium-worker-"))
            .forEach(found::add);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return found;
  }

  /// Requires that nothing more is there; what was killed may take a moment to go.
  void requireNone() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!(processes.containsAll(processes()) && files.containsAll(files()))
        && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(processes).as("processes").containsAll(processes());
    assertThat(files).as("files").containsAll(files());
  }
}
