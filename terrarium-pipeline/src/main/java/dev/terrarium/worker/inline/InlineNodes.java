package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.NodeProvider;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.worker.OnMainThread;
import dev.terrarium.worker.PythonObjects;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.Reloading;
import java.util.Map;
import java.util.concurrent.Callable;

/// Offers Python nodes in the interpreter of this process: by names of the form `module:Class` and
/// of texts, given [PythonSettings], and made anew with [Reloading]; and by the names of
/// [PythonObjects]. [OnMainThread] says where they run.
///
/// Without either it knows none.
public final class InlineNodes implements NodeProvider {
  @Override
  public NodeSource open(Settings settings) {
    var python = settings.find(PythonSettings.class);
    var objects = settings.find(PythonObjects.class);
    if (python.isEmpty() && objects.isEmpty()) {
      return new NoPython();
    }
    var reloading = settings.find(Reloading.class);
    boolean onMain = settings.find(OnMainThread.class).isPresent();
    Callable<InlinePython> opening =
        python.isPresent()
            ? () -> InlinePython.open(python.get(), reloading, onMain)
            : () -> InlinePython.ofProcess(onMain);
    return new InlineSource(opening, objects.map(PythonObjects::objects).orElse(Map.of()));
  }
}
