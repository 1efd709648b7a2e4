package dev.terrarium.worker.script;

/// Opens hosts of one isolation; found by [java.util.ServiceLoader].
public interface ScriptHostProvider {
  /// Returns where the scripts of its hosts run.
  Isolation isolation();

  /// Opens a host.
  ///
  /// @throws ScriptException.Unavailable if there is no interpreter, or it does not start
  ScriptHost open(ScriptSettings settings, Upcalls upcalls);
}
