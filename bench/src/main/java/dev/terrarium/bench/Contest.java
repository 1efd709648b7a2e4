package dev.terrarium.bench;

import java.util.Optional;

/// A row that is measured: our side, what runs beside it, and what is promised.
///
/// @param load what goes through in a run
/// @param beside the plain loop, if there is one
record Contest(
    String id,
    String title,
    Load load,
    Contender ours,
    Optional<Contender> beside,
    Promise promise) {

  /// What goes through in a run.
  ///
  /// @param items how many
  /// @param each whether the figures are for one item, not for a run
  record Load(int items, boolean each) {
    double share() {
      return each ? items : 1;
    }
  }

  /// A row of runs of so many items, with nothing beside it and without a promise.
  static Contest ofRuns(String id, String title, int items, Contender ours) {
    return new Contest(
        id, title, new Load(items, false), ours, Optional.empty(), new Promise.Nothing());
  }

  /// A row of single items, so many in each run.
  static Contest ofItems(String id, String title, int items, Contender ours) {
    return new Contest(
        id, title, new Load(items, true), ours, Optional.empty(), new Promise.Nothing());
  }

  Contest beside(Contender other) {
    return new Contest(id, title, load, ours, Optional.of(other), promise);
  }

  Contest promising(Promise what) {
    return new Contest(id, title, load, ours, beside, what);
  }
}
