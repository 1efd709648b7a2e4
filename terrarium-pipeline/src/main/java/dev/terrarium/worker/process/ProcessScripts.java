package dev.terrarium.worker.process;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.environment.Installation;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.ScriptHostProvider;
import dev.terrarium.worker.script.ScriptSettings;
import dev.terrarium.worker.script.Upcalls;
import java.io.IOException;
import java.util.Optional;

/// Runs scripts in processes of their own, each a stock CPython without a JVM.
public final class ProcessScripts implements ScriptHostProvider {
  @Override
  public Isolation isolation() {
    return Isolation.PROCESS;
  }

  @Override
  public ScriptHost open(ScriptSettings settings, Upcalls upcalls) {
    var owner = Owner.ofScripts(settings.owner());
    try {
      return ScriptProcess.start(launch(settings), owner, upcalls);
    } catch (EnvironmentException | WorkerCrashedException e) {
      throw new ScriptException.Unavailable(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new ScriptException.Unavailable(
          owner.subject() + " cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScriptException.Unavailable(
          owner.subject() + " was not started, since the thread was interrupted that waited", e);
    }
  }

  private static Launch launch(ScriptSettings settings) {
    Installation python = settings.python().installation().get();
    return new Launch(
        python,
        settings.python(),
        settings.process(),
        Optional.empty(),
        Optional.empty(),
        Launch.PATIENCE);
  }
}
