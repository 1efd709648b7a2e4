package dev.terrarium.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/// A manifest that cannot be run, with every fault in it.
public final class ManifestException extends PipelineException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  /// @param faults what is wrong, at least one
  public ManifestException(List<Fault> faults) {
    super(text(faults));
    this.faults = List.copyOf(faults);
  }

  private static String text(List<Fault> faults) {
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("A manifest without faults is not refused");
    }
    return faults.size() == 1
        ? faults.getFirst().toString()
        : faults.stream()
            .map(fault -> "\n  " + fault)
            .collect(Collectors.joining("", "The manifest has " + faults.size() + " faults:", ""));
  }

  /// Returns what is wrong, in the order of the document.
  public List<Fault> faults() {
    return faults;
  }
}
