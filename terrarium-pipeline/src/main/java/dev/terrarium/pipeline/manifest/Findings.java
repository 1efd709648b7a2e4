package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import java.util.ArrayList;
import java.util.List;

/// What was found while reading: faults, and things that are merely odd.
final class Findings {
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> warnings = new ArrayList<>();

  void fault(String path, String message) {
    faults.add(new Fault(path, message));
  }

  void faults(List<Fault> found) {
    faults.addAll(found);
  }

  void warning(String path, String message) {
    warnings.add(new Fault(path, message));
  }

  List<Fault> faults() {
    return faults;
  }

  List<Fault> warnings() {
    return warnings;
  }
}
