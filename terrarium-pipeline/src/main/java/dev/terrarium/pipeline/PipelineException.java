package dev.terrarium.pipeline;

/// Something that kept a pipeline from running to its end.
public abstract sealed class PipelineException extends RuntimeException
    permits ManifestException, NodeException, MarshalException, UnavailableException {
  private static final long serialVersionUID = 1L;

  PipelineException(String message, Throwable cause) {
    super(message, cause);
  }

  PipelineException(String message) {
    super(message);
  }

  /// Returns the kind of error, as `--json-errors` names it.
  public final Kind kind() {
    return switch (this) {
      case ManifestException _ -> Kind.MANIFEST;
      case NodeException _ -> Kind.EXECUTION;
      case MarshalException _ -> Kind.MARSHAL;
      case UnavailableException _ -> Kind.ENVIRONMENT;
    };
  }

  /// The kinds of error that a pipeline knows.
  public enum Kind {
    MANIFEST("manifest"),
    EXECUTION("execution"),
    MARSHAL("marshal"),
    ENVIRONMENT("environment");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// Returns the word that stands for the kind in JSON.
    public String word() {
      return word;
    }
  }
}
