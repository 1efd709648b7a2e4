package dev.terrarium.worker.process;

import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeProvider;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.worker.HostProgram;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.Reloading;
import java.util.List;

/// Offers Python nodes in processes of their own, to manifests that say `"isolation": "process"`,
/// given [PythonSettings]; in a program of Python's with [HostProgram], and made anew with
/// [Reloading].
public final class ProcessNodes implements NodeProvider {
  @Override
  public NodeSource open(Settings settings) {
    return settings
        .find(PythonSettings.class)
        .<NodeSource>map(python ->
            new ProcessSource(
                python,
                settings.find(HostProgram.class),
                settings.find(Reloading.class).map(wish -> Watched.of(wish, python)),
                settings.find(Grace.class).orElse(Grace.USUAL)))
        .orElseGet(None::new);
  }

  /// Stands where no Python was configured.
  private static final class None implements NodeSource {
    @Override
    public List<NodeType> types() {
      return List.of();
    }

    @Override
    public Lookup find(String name) {
      return new Lookup.Unknown();
    }

    @Override
    public Lookup findApart(String name, String node, ProcessSettings settings) {
      return name.indexOf(':') > 0
          ? new Lookup.Broken("'" + name + "' is a Python node, and no Python was configured")
          : new Lookup.Unknown();
    }
  }
}
