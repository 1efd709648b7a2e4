package dev.terrarium.worker.inline;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.ScriptHostProvider;
import dev.terrarium.worker.script.ScriptSettings;
import dev.terrarium.worker.script.Upcalls;
import java.util.Optional;

/// Runs scripts in the interpreter of this process.
public final class InlineScripts implements ScriptHostProvider {
  @Override
  public Isolation isolation() {
    return Isolation.INLINE;
  }

  @Override
  public ScriptHost open(ScriptSettings settings, Upcalls upcalls) {
    try {
      var inline = InlinePython.open(settings.python(), Optional.empty(), false);
      return InlineHost.open(inline, settings.owner(), upcalls);
    } catch (EnvironmentException | UnavailableException | PythonUnavailableException e) {
      throw new ScriptException.Unavailable(String.valueOf(e.getMessage()), e);
    }
  }
}
