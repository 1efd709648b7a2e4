package dev.terrarium.pipeline;

/// Something the pipeline needs is not there, such as a Python interpreter.
public final class UnavailableException extends PipelineException {
  private static final long serialVersionUID = 1L;

  /// @param message what is missing and how to get it
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
