package dev.terrarium.python;

import dev.terrarium.capi.Version;
import java.net.InetAddress;

/// Lets debuggers of Python in, by `debugpy`, which must be installed in the Python that runs.
///
/// They stop in Python code on any thread: Python's own, and Java's that call Python. A thread that
/// stops keeps what it holds, so a JVM that waits for it waits as well.
public final class PythonDebugger {
  private static final String MODULE = "terrarium._debug";

  private final Interpreter interpreter;

  /// Whether Java's threads are shown to the debugger one by one. Guarded by the GIL.
  private boolean showsThreads;

  PythonDebugger(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// Waits for debuggers at a port of this machine, from now on; editors attach to it.
  ///
  /// @param port 0 for any that is free
  /// @return the port
  /// @throws PythonException when it cannot: `terrarium.TerrariumError` where debugpy is not
  ///   installed, `RuntimeError` where it listens already
  public int listen(int port) {
    String executable = interpreter.options.installation().executable().toString();
    return interpreter.call(gil -> {
      int chosen =
          gil.importModule(MODULE)
              .attr("listen")
              .call(int.class, InetAddress.getLoopbackAddress().getHostAddress(), port, executable);
      showsThreads = !Version.atLeast(12);
      return chosen;
    });
  }

  /// Whether a debugger is attached at this moment.
  public boolean isAttached() {
    return interpreter.call(
        gil -> gil.importModule(MODULE).attr("is_attached").call(boolean.class));
  }

  /// Whether a thread must be shown when it opens a region: before 3.12 code is traced thread by
  /// thread. Needs the GIL.
  boolean showsThreads() {
    return showsThreads;
  }

  /// Shows the current thread, in its region.
  void show(Gil gil) {
    gil.importModule(MODULE).callMethod("trace");
  }

  /// Which interpreter it lets debuggers into. Needs no GIL.
  @Override
  public String toString() {
    return "PythonDebugger[of %s]".formatted(interpreter.options.installation().executable());
  }
}
