package dev.terrarium.cli;

import dev.terrarium.pipeline.ManifestException;
import dev.terrarium.pipeline.manifest.Reading;

/// What a manifest's reading comes to on the command line.
final class Manifests {
  private Manifests() {}

  /// Tells the warnings and returns the manifest.
  ///
  /// @throws ManifestException if it is refused
  static Reading.Accepted accepted(Reading reading, Complaints complaints) {
    reading.warnings().forEach(warning -> complaints.warn(warning.toString()));
    return switch (reading) {
      case Reading.Accepted accepted -> accepted;
      case Reading.Refused refused -> throw new ManifestException(refused.faults());
    };
  }
}
