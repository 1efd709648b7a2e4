package dev.terrarium.pipeline.json;

import dev.terrarium.message.ConversionFault;

/// A result that JSON has no words for.
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;

  OutputException(ConversionFault fault) {
    super(
        "The result at " + fault.path() + " cannot be written as JSON: " + fault.getMessage(),
        fault);
    this.path = fault.path();
  }

  /// Returns where in the value the offending part is, from `$`, such as `$[2].name`.
  public String path() {
    return path;
  }
}
