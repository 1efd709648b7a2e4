package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Conduct.Isolation;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.ResourceLimits;
import dev.terrarium.pipeline.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads where a node is to run, and what its processes are, if it has some.
final class IsolationReader {
  static final int MOST_WORKERS = 256;

  /// What a process can address on the machines that there are: 128 TiB.
  static final int MOST_MEMORY_GB = 1 << 17;

  private static final List<String> WORDS =
      Arrays.stream(Isolation.values()).map(IsolationReader::word).toList();
  private static final List<String> OF_PROCESSES = List.of("workers", "limits", "environment");
  private static final String PYTHONS_OWN = "PYTHON";

  private IsolationReader() {}

  static Isolation read(Fields node) {
    for (var field : OF_PROCESSES) {
      if (node.any(field).isPresent() && !isApart(node)) {
        node.fault(
            field, "goes with \"isolation\": \"process\" alone: say that too, or leave it out");
      }
    }
    return node.word("isolation", WORDS)
        .map(word -> Isolation.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(Isolation.INLINE);
  }

  private static boolean isApart(Fields node) {
    return node.any("isolation").filter(word(Isolation.PROCESS)::equals).isPresent();
  }

  /// Reads how many processes it is to run in.
  static int workers(Fields node) {
    return node.wholeBetween("workers", 1, MOST_WORKERS).orElse(1);
  }

  /// Reads what these are started with.
  static ProcessSettings process(Fields node) {
    return new ProcessSettings(
        node.object("limits").map(IsolationReader::limits).orElse(ResourceLimits.NONE),
        node.object("environment").map(IsolationReader::environment).orElse(Map.of()));
  }

  private static ResourceLimits limits(Fields fields) {
    var limits =
        new ResourceLimits(
            fields.aboveUpTo("memory_gb", 0, MOST_MEMORY_GB),
            fields.wholeAtLeast("cpu_s", 1),
            fields.wholeAtLeast("open_files", 1));
    fields.refuseOthers();
    return limits;
  }

  private static Map<String, String> environment(Fields fields) {
    var variables = new TreeMap<String, String>();
    fields
        .values()
        .forEach((name, value) -> {
          if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            fields.fault(name, "is no name of a variable: it must not be empty nor hold '='");
          } else if (!isText(value)) {
            fields.fault(name, "must be a text without NUL, not " + Values.describe(value));
          } else {
            variables.put(name, (String) value);
            warnOfPythons(fields, name);
          }
        });
    return variables;
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof String text && text.indexOf('\0') < 0;
  }

  /// A worker's Python is to be as the other nodes' is, whatever the environment says; that of a
  /// Python program as the program's.
  private static void warnOfPythons(Fields fields, String name) {
    if (name.startsWith(PYTHONS_OWN)) {
      fields.warningAt(
          fields.pathOf(name),
          "is heeded by a worker's own Python in a Python program alone; elsewhere only by what the"
              + " node's code starts");
    }
  }

  private static String word(Isolation isolation) {
    return isolation.name().toLowerCase(Locale.ROOT);
  }
}
