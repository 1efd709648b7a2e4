package dev.terrarium.cli.changes;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Hears of changes to files, from the moment that it is made.
public final class Changes {
  private static final long PAUSE_MILLIS = 150;

  private final SourceFiles files;
  private Map<Path, SourceFiles.Stamp> known;

  /// Looks at the files for the first time.
  public Changes(SourceFiles files) {
    this.files = files;
    this.known = files.look();
  }

  /// Waits until files have changed since the last time, and until that has settled: whoever writes
  /// a file empties it first.
  ///
  /// @return those that were made, written or removed
  public Set<Path> await() throws InterruptedException {
    while (true) {
      var now = files.look();
      if (!now.equals(known)) {
        var changed = changed(known, settled(now));
        if (!changed.isEmpty()) {
          return changed;
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private Map<Path, SourceFiles.Stamp> settled(Map<Path, SourceFiles.Stamp> first)
      throws InterruptedException {
    var before = first;
    while (true) {
      Thread.sleep(PAUSE_MILLIS);
      var now = files.look();
      if (now.equals(before)) {
        return now;
      }
      before = now;
    }
  }

  private Set<Path> changed(Map<Path, SourceFiles.Stamp> before, Map<Path, SourceFiles.Stamp> now) {
    known = now;
    var changed = new HashSet<>(before.keySet());
    changed.addAll(now.keySet());
    changed.removeIf(file -> Objects.equals(before.get(file), now.get(file)));
    return changed;
  }
}
