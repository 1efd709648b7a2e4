package dev.terrarium.broker.declaration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The faults that were found so far.
final class Findings {
  private final List<DeclarationFault> faults = new ArrayList<>();

  void add(DeclarationFault fault) {
    faults.add(fault);
  }

  int count() {
    return faults.size();
  }

  /// Returns them in the order of the text.
  List<DeclarationFault> inOrder() {
    return faults.stream().sorted(Comparator.comparingInt(DeclarationFault::line)).toList();
  }
}
