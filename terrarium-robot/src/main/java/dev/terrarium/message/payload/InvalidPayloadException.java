package dev.terrarium.message.payload;

/// A payload that cannot be made of what was given.
public final class InvalidPayloadException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String field;
  private final String problem;

  /// @param type the name of the payload's type
  /// @param field where in it, such as `waypoints[2].position`; empty where it is the whole
  /// @param problem what is wrong, what is expected
  public InvalidPayloadException(String type, String field, String problem) {
    super(type + (field.isEmpty() ? "" : ": " + field) + ": " + problem);
    this.type = type;
    this.field = field;
    this.problem = problem;
  }

  /// Returns the name of the payload's type.
  public String type() {
    return type;
  }

  /// Returns where in the payload, such as `waypoints[2].position`; empty where it is the whole.
  public String field() {
    return field;
  }

  /// Returns what is wrong, what is expected.
  public String problem() {
    return problem;
  }
}
