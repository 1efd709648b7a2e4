package dev.terrarium.pipeline;

/// An exception of another language, as a node reports it.
public final class ForeignException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String detail;
  private final String traceback;

  /// @param type its type: a bare name for the language's own, dotted otherwise
  /// @param detail its message without the type; may be empty
  /// @param traceback the traceback as that language prints it
  /// @param cause what carried it here
  public ForeignException(String type, String detail, String traceback, Throwable cause) {
    super(detail.isEmpty() ? type : type + ": " + detail, cause);
    this.type = type;
    this.detail = detail;
    this.traceback = traceback;
  }

  /// Returns the type's name.
  public String type() {
    return type;
  }

  /// Returns the message without the type.
  public String detail() {
    return detail;
  }

  /// Returns the traceback as text.
  public String traceback() {
    return traceback;
  }
}
