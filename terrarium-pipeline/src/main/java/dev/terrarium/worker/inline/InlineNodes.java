package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.NodeProvider;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.worker.PythonSettings;

/// Offers Python nodes, by names of the form `module:Class`, in the interpreter of this process.
///
/// Without [PythonSettings] it knows none.
public final class InlineNodes implements NodeProvider {
  @Override
  public NodeSource open(Settings settings) {
    return settings
        .find(PythonSettings.class)
        .<NodeSource>map(InlineSource::new)
        .orElseGet(NoPython::new);
  }
}
