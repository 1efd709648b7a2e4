package dev.terrarium.worker.process;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The watched files that types come of: what their workers have told that they imported, on any
/// thread.
final class Imports {
  private final Map<Sought, Set<String>> files = new ConcurrentHashMap<>();

  /// Returns what takes note of the files of a type, of whichever edition.
  Consumer<List<String>> of(Sought type) {
    return files.computeIfAbsent(type.first(), _ -> ConcurrentHashMap.newKeySet())::addAll;
  }

  /// Returns those of some files that a type comes of.
  List<String> among(Collection<String> changed, Sought type) {
    var known = files.getOrDefault(type.first(), Set.of());
    return changed.stream().filter(known::contains).sorted().toList();
  }
}
