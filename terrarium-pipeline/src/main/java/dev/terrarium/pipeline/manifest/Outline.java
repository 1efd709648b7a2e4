package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import java.util.List;
import java.util.Optional;

/// A manifest as it stands, whether or not it could run here.
///
/// @param manifest nothing if there is a fault in it
/// @param faults all that is wrong
/// @param warnings what is odd but does no harm
public record Outline(Optional<Manifest> manifest, List<Fault> faults, List<Fault> warnings) {
  public Outline {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }
}
