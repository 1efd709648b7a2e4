package dev.terrarium.worker.process;

import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.Reloading;
import dev.terrarium.worker.renewal.Renewals;

/// What is known of watched files, and of the nodes that come of them.
record Watched(Renewals renewals, Imports imports) {
  static Watched of(Reloading wish, PythonSettings settings) {
    return new Watched(new Renewals(wish.notices(), settings.path()), new Imports());
  }
}
