package dev.terrarium.session;

import dev.terrarium.environment.Installation;
import dev.terrarium.environment.PythonVersion;
import dev.terrarium.python.Gil;
import dev.terrarium.python.Python;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/// The session of a Python process that has started this JVM within itself; entered by the Python
/// package `terrarium`, through JNI.
final class Hosted {
  private Hosted() {}

  /// Joins the interpreter and gives it the module `_terrarium`.
  ///
  /// @param facts what Java must know of it before it can ask, as `terrarium._jvm` puts it
  /// @return what went wrong; empty if nothing did
  @SuppressWarnings("UnusedMethod") // Called by name.
  private static String start(String facts) {
    try {
      Python.join(host(List.of(facts.split("\0", -1))), Hosted::give);
      return "";
    } catch (Throwable thrown) { // Nobody else would tell of it.
      var text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      return text.toString();
    }
  }

  private static Installation host(List<String> facts) {
    return Installation.hosting(
        Path.of(facts.get(1)),
        PythonVersion.of(facts.get(2)),
        Path.of(facts.get(3)),
        Path.of(facts.get(4)),
        facts.get(5));
  }

  private static void give(Gil gil) {
    var module = gil.importModule("types").callMethod("ModuleType", "_terrarium");
    module.setAttr("version", gil.function("version", _ -> Runtime.version().toString()));
    gil.importModule("sys").attr("modules").setItem("_terrarium", module);
  }
}
