package dev.terrarium.bus.parameter;

import java.util.List;
import java.util.stream.Collectors;

/// Values given at the start are wrong; each with what is.
public final class InvalidParametersException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<ParameterError> errors;

  InvalidParametersException(List<ParameterError> errors) {
    super(errors.stream().map(ParameterError::message).collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /// Returns everything that is wrong.
  public List<ParameterError> errors() {
    return errors;
  }
}
