package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What worker processes could leave behind: processes, zombies among them, shared memory, folders,
/// descriptors and threads.
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final int STAT_PARENT = 1;

  static {
    try { // The JDK keeps one socket for itself from the first on that it closes.
      SocketChannel.open(StandardProtocolFamily.UNIX).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final Map<String, Long> before;

  private Leftovers(Map<String, Long> before) {
    this.before = before;
  }

  /// Looks what is there.
  static Leftovers now() {
    return new Leftovers(look());
  }

  /// Requires that nothing more is there; what was killed may take a moment to go, and memory that
  /// was mapped is let go by the collector.
  void requireNone() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    var more = more();
    while (!more.isEmpty() && System.nanoTime() < end) {
      if (more.containsKey("mapped memory")) {
        System.gc();
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
      more = more();
    }
    assertThat(more).as("left behind").isEmpty();
  }

  private Map<String, Long> more() {
    var now = look();
    now.replaceAll((what, count) -> count - before.getOrDefault(what, 0L));
    now.values().removeIf(count -> count <= 0);
    return now;
  }

  private static Map<String, Long> look() {
    var found = new TreeMap<String, Long>();
    processes(found);
    files(found, Path.of(System.getProperty("java.io.tmpdir")), Launch.FOLDER);
    descriptors(found);
    threads(found);
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      count(found, "mapped memory", lines.filter(line -> line.contains("memfd:terrarium")).count());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static void count(Map<String, Long> found, String what, long more) {
    if (more > 0) {
      found.merge(what, more, Long::sum);
    }
  }

  private static void processes(Map<String, Long> found) {
    ProcessHandle.current()
        .descendants()
        .forEach(process -> count(found, "process " + process.pid(), 1));
    long ours = ProcessHandle.current().pid();
    for (var entry : entries(Path.of("/proc"))) {
      try {
        var line =
            Files.readString(entry.resolve("stat"), java.nio.charset.StandardCharsets.ISO_8859_1);
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        if ("Z".equals(fields[0]) && Long.parseLong(fields[STAT_PARENT]) == ours) {
          count(found, "zombie " + entry, 1);
        }
      } catch (IOException e) {
        // It is no process, or none any more.
      }
    }
  }

  private static void files(Map<String, Long> found, Path folder, String prefix) {
    entries(folder).stream()
        .filter(entry -> String.valueOf(entry.getFileName()).startsWith(prefix))
        .forEach(entry -> count(found, "file " + entry, 1));
  }

  private static java.util.List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void descriptors(Map<String, Long> found) {
    for (var entry : entries(Path.of("/proc/self/fd"))) {
      try {
        var target = Files.readSymbolicLink(entry).toString();
        var kind = target.contains(":[") || target.contains("memfd:") || target.startsWith("anon");
        if (kind) {
          count(found, "descriptors of " + target.replaceAll("[0-9]+\\]", "]"), 1);
        }
      } catch (IOException e) {
        // It was that of the list itself.
      }
    }
  }

  private static void threads(Map<String, Long> found) {
    Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("terrarium"))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .forEach((name, number) -> count(found, "threads " + name, number));
  }
}
