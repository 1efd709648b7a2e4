package dev.terrarium.python.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The sources of the Python package `terrarium`, as they lie in this jar.
public final class Sources {
  /// The module that imports the others from memory, and so must be run before any of them can be
  /// imported.
  public static final String FINDER = "terrarium._sources";

  /// The module whose functions the JVM calls.
  public static final String EMBEDDED = "terrarium._embedded";

  private static final String PACKAGE = "terrarium";
  private static final Set<String> PACKAGES = Set.of(PACKAGE, PACKAGE + ".robot");
  private static final String ABOVE = "/dev/terrarium/python/source";
  private static final String FOLDER = ABOVE + "/terrarium/";

  /// The files of the package that an interpreter within a JVM may want; a test compares them with
  /// the folder.
  static final List<String> FILES =
      List.of(
          "__init__",
          "__main__",
          "_abstract",
          "_aot",
          "_arrays",
          "_async_input",
          "_asyncify",
          "_base",
          "_buffers",
          "_callables",
          "_chains",
          "_channel",
          "_child",
          "_contexts",
          "_control",
          "_data_twins",
          "_debug",
          "_demands",
          "_documents",
          "_driver",
          "_dump",
          "_embedded",
          "_emit",
          "_enums",
          "_errors",
          "_failures",
          "_faults",
          "_findings",
          "_flows",
          "_folders",
          "_forks",
          "_futures",
          "_hints",
          "_hosted",
          "_imports",
          "_inference",
          "_intake",
          "_interfaces",
          "_interrupt",
          "_iteration",
          "_java_logs",
          "_java_runs",
          "_jdk",
          "_jvm",
          "_kicks",
          "_lifeline",
          "_limits",
          "_line",
          "_loading",
          "_log_context",
          "_logging",
          "_loop",
          "_memory",
          "_mpify",
          "_nodes",
          "_objects",
          "_outlets",
          "_outputs",
          "_params",
          "_payloads",
          "_pipeline",
          "_plain",
          "_program",
          "_progress",
          "_proxied",
          "_raised",
          "_raising",
          "_records",
          "_reload",
          "_requested",
          "_revival",
          "_runs",
          "_schemas",
          "_script_worker",
          "_scripts",
          "_shapes",
          "_shared",
          "_signals",
          "_sound",
          "_sound_twins",
          "_sources",
          "_spawn",
          "_spawned",
          "_standing",
          "_streams",
          "_tables",
          "_text",
          "_texts",
          "_threads",
          "_travel",
          "_turns",
          "_twins",
          "_wav",
          "_wire",
          "_worker",
          "bus",
          "nodes",
          "robot/__init__",
          "robot/_arm",
          "robot/_asked",
          "robot/_board",
          "robot/_callback",
          "robot/_commands",
          "robot/_connection",
          "robot/_here",
          "robot/_line",
          "robot/_pace",
          "robot/_state",
          "robot/_values");

  private Sources() {}

  /// The text of [#FINDER].
  public static String finder() {
    return text(FINDER.substring(PACKAGE.length() + 1));
  }

  /// Every module's dotted name and its text.
  public static Map<String, String> read() {
    Map<String, String> sources = new LinkedHashMap<>();
    for (String file : FILES) {
      String below = (PACKAGE + "/" + file).replace("/__init__", "");
      sources.put(below.replace('/', '.'), text(file));
    }
    return sources;
  }

  /// What another process can put on its `sys.path` to import the package: a folder, maybe inside
  /// this jar. Empty where this code lies in neither.
  public static Optional<String> folder() {
    CodeSource code = Sources.class.getProtectionDomain().getCodeSource();
    if (code == null || !"file".equals(code.getLocation().getProtocol())) {
      return Optional.empty();
    }
    return Optional.of(Path.of(URI.create(code.getLocation().toString())) + ABOVE);
  }

  /// Whether a module is a package, which has modules below it.
  public static boolean isPackage(String module) {
    return PACKAGES.contains(module);
  }

  private static String text(String file) {
    String resource = FOLDER + file + ".py";
    try (InputStream stream = Sources.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new AssertionError("this build lacks " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("could not read " + resource, failure);
    }
  }
}
