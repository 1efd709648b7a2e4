package dev.terrarium.worker.script;

import java.util.ServiceLoader;

/// Opens hosts of scripts.
public final class ScriptHosts {
  private ScriptHosts() {}

  /// Opens a host where the settings want it.
  ///
  /// @param upcalls what answers the scripts
  /// @throws ScriptException.Unavailable if there is no interpreter, or it does not start
  public static ScriptHost open(ScriptSettings settings, Upcalls upcalls) {
    return ServiceLoader.load(ScriptHostProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.isolation() == settings.isolation())
        .findFirst()
        .orElseThrow(() ->
            new ScriptException.Unavailable(
                "nothing here runs scripts with the isolation %s: put all of terrarium-pipeline on the path"
                    .formatted(settings.isolation()),
                null))
        .open(settings, upcalls);
  }
}
