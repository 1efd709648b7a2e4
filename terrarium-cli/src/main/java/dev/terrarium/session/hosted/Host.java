package dev.terrarium.session.hosted;

import dev.terrarium.environment.Installation;
import dev.terrarium.environment.PythonVersion;
import dev.terrarium.pipeline.FullHeap;
import dev.terrarium.python.Gil;
import dev.terrarium.python.Python;
import dev.terrarium.worker.HeapTrim;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/// Where the Python package `terrarium` enters this JVM, which it has started: through JNI, once.
///
/// Java's functions are in the module `_terrarium` from then on.
final class Host {
  private Host() {}

  /// Joins the interpreter.
  ///
  /// @param facts what Java must know of it before it can ask, as `terrarium._jvm` puts it
  /// @return what went wrong; empty if nothing did
  @SuppressWarnings("UnusedMethod") // Called by name.
  private static String start(String facts) {
    FullHeap.isSizedBy("TERRARIUM_JVM_OPTIONS");
    if (Boolean.getBoolean("terrarium.trim_heap")) { // as `terrarium._jvm` says with its collector
      HeapTrim.begin();
    }
    try {
      var host = host(List.of(facts.split("\0", -1)));
      Python.join(host, gil -> give(gil, host));
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

  private static void give(Gil gil, Installation host) {
    var module = gil.importModule("types").callMethod("ModuleType", "_terrarium");
    var pipelines = new HostedPipelines(host);
    module.setAttr("version", gil.function("version", _ -> Runtime.version().toString()));
    module.setAttr("open", gil.function("open", pipelines::open));
    module.setAttr("document", gil.function("document", pipelines::document));
    module.setAttr("robot", gil.function("robot", HostedRobots::open));
    module.setAttr("close_robot", gil.function("close_robot", HostedRobots::close));
    module.setAttr("end", gil.function("end", end -> end.gil().released(Host::end)));
    gil.importModule("sys").attr("modules").setItem("_terrarium", module);
  }

  private static boolean end() {
    HostedRobots.closeAll();
    return HostedRun.stopAll();
  }
}
