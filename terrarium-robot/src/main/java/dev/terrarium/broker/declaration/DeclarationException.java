package dev.terrarium.broker.declaration;

import java.util.List;
import java.util.stream.Collectors;

/// A declaration that no robot can be made of, with every fault in it.
public final class DeclarationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<DeclarationFault> faults;

  /// @param faults what is wrong, at least one
  DeclarationException(List<DeclarationFault> faults) {
    super(text(faults));
    this.faults = List.copyOf(faults);
  }

  private static String text(List<DeclarationFault> faults) {
    return faults.size() == 1
        ? "The robot's declaration has a fault: " + faults.getFirst()
        : faults.stream()
            .map(fault -> "\n  " + fault)
            .collect(
                Collectors.joining(
                    "", "The robot's declaration has " + faults.size() + " faults:", ""));
  }

  /// Returns what is wrong, in the order of the text.
  public List<DeclarationFault> faults() {
    return faults;
  }
}
