package dev.terrarium.environment;

import java.util.List;

/// Which candidate the rules choose.
public sealed interface Decision {
  /// One candidate is to be used.
  ///
  /// @param installation the Python; a bundled one may still have to be unpacked
  /// @param why a sentence that says why this one
  /// @param passedOver candidates that would have gone first but were refused; worth a warning
  record Chosen(Installation installation, String why, List<Candidate> passedOver)
      implements Decision {
    public Chosen {
      passedOver = List.copyOf(passedOver);
    }
  }

  /// No candidate can be used.
  ///
  /// @param message what was looked at, why each was refused, and what to do
  record NoneFits(String message) implements Decision {}
}
