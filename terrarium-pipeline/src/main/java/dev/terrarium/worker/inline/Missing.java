package dev.terrarium.worker.inline;

import dev.terrarium.environment.Installation;

/// Says what a Python lacks, and how to get it.
final class Missing {
  private Missing() {}

  /// @param module the module that could not be imported, dotted or not
  static String sentence(String module, Installation installation) {
    var top = module.substring(0, (module + ".").indexOf('.'));
    return "Python %s at %s has no module '%s'; install it there (%2$s -m pip install %s) or choose a Python that has it"
        .formatted(installation.version().text(), installation.executable(), module, top);
  }
}
