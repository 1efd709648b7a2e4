package dev.terrarium.worker.process;

import org.jspecify.annotations.Nullable;

/// What a seat has of the one whose place it takes.
///
/// @param state what the node there has told last of it; null if nothing
@SuppressWarnings("ArrayRecordComponent") // Given on, and never compared.
record Handover(Owner owner, Figures figures, byte @Nullable [] state) {
  /// What a seat begins with that takes nobody's place.
  static Handover first(Owner owner) {
    return new Handover(owner, new Figures(owner), null);
  }
}
