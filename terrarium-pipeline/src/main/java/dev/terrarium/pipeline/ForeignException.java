package dev.terrarium.pipeline;

import java.util.List;

/// An exception of another language, as a node reports it.
public final class ForeignException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final transient List<String> kinds;
  private final String detail;
  private final String traceback;

  /// @param type its type: a bare name for the language's own, dotted otherwise
  /// @param detail its message without the type; may be empty
  /// @param traceback the traceback as that language prints it
  /// @param cause what carried it here
  public ForeignException(String type, String detail, String traceback, Throwable cause) {
    this(List.of(type), detail, traceback, cause);
  }

  /// @param kinds its type and all that this is a subtype of, the type itself first: bare names for
  ///   the language's own, dotted otherwise
  /// @param detail its message without the type; may be empty
  /// @param traceback the traceback as that language prints it
  /// @param cause what carried it here
  public ForeignException(List<String> kinds, String detail, String traceback, Throwable cause) {
    super(detail.isEmpty() ? kinds.getFirst() : kinds.getFirst() + ": " + detail, cause);
    this.type = kinds.getFirst();
    this.kinds = List.copyOf(kinds);
    this.detail = detail;
    this.traceback = traceback;
  }

  /// Returns the type's name.
  public String type() {
    return type;
  }

  /// Returns the names of its type and of all that this is a subtype of, the type itself first.
  public List<String> kinds() {
    return kinds;
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
