package dev.terrarium.pipeline;

import dev.terrarium.message.ConversionFault;

/// A value that could not cross between languages: at which node, on which item, where in it.
public final class MarshalException extends PipelineException {
  private static final long serialVersionUID = 1L;

  private final transient Place place;
  private final String path;

  /// @param place the node at whose input or output the value was
  /// @param fault what could not be converted
  public MarshalException(Place place, ConversionFault fault) {
    super(
        place + ": the value at " + fault.path() + " cannot be converted: " + fault.getMessage(),
        fault);
    this.place = place;
    this.path = fault.path();
  }

  /// Returns where in the run it happened.
  public Place place() {
    return place;
  }

  /// Returns where in the value the offending part is, from `$`.
  public String path() {
    return path;
  }
}
