package dev.terrarium.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The interpreter's memory and its garbage collector at one moment.
///
/// @param blocks the blocks of memory that Python's allocator has given out
/// @param generations the collector's generations, the youngest first
/// @param traced what `tracemalloc` traces, if it is on
/// @param residentBytes the memory of the whole process that is in RAM, Java's included; where the
///   system says
/// @param references kept references that are open
public record PythonMemory(
    long blocks,
    List<Generation> generations,
    Optional<Traced> traced,
    OptionalLong residentBytes,
    int references) {

  /// A generation of the collector.
  ///
  /// @param waiting what counts towards its next run: allocations of the youngest, runs of the
  ///   younger one of the others
  /// @param runs how often it ran
  /// @param collected the objects it freed
  /// @param uncollectable the objects it found and could not free
  public record Generation(long waiting, long runs, long collected, long uncollectable) {}

  /// What `tracemalloc` traces, in bytes.
  public record Traced(long now, long peak) {}

  public PythonMemory {
    generations = List.copyOf(generations);
  }

  static PythonMemory of(Gil gil, Interpreter interpreter) {
    PyObject figures = gil.importModule("terrarium._threads").attr("memory").call();
    PyObject traced = figures.item(2);
    return new PythonMemory(
        figures.item(0).as(long.class),
        figures.item(1).as(new TypeRef<List<List<Long>>>() {}).stream()
            .map(each -> new Generation(each.get(0), each.get(1), each.get(2), each.get(3)))
            .toList(),
        traced.isNone()
            ? Optional.empty()
            : Optional.of(new Traced(traced.item(0).as(long.class), traced.item(1).as(long.class))),
        resident(),
        interpreter.references.get());
  }

  /// Linux says it; elsewhere it is not known.
  private static OptionalLong resident() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst();
    } catch (IOException unreadable) {
      return OptionalLong.empty();
    }
  }
}
