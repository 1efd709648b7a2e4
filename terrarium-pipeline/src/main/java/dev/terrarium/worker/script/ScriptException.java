package dev.terrarium.worker.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What keeps an operation from its result, where it is no fault of what it was given.
public abstract sealed class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ScriptException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// An exception that Python code raised and nobody there caught.
  public static final class Raised extends ScriptException {
    private static final long serialVersionUID = 1L;

    private static final int MOST_CHARACTERS = 2_000;

    private final transient List<String> kinds;
    private final String detail;
    private final String traceback;

    /// @param kinds its type and all that this is a subtype of, the type itself first: bare names
    ///   for Python's own, dotted otherwise
    /// @param detail its message without the type, of which 2,000 characters are kept; may be empty
    /// @param traceback as Python prints it
    /// @param cause what carried it here, if anything did
    public Raised(List<String> kinds, String detail, String traceback, @Nullable Throwable cause) {
      super(
          detail.isEmpty() ? kinds.getFirst() : kinds.getFirst() + ": " + shortened(detail), cause);
      this.kinds = List.copyOf(kinds);
      this.detail = shortened(detail);
      this.traceback = traceback;
    }

    private static String shortened(String text) {
      int more = text.length() - MOST_CHARACTERS;
      return more <= 0
          ? text
          : text.substring(0, MOST_CHARACTERS) + "… (%,d more characters)".formatted(more);
    }

    /// Returns its type: a bare name for Python's own, dotted otherwise.
    public String type() {
      return kinds.getFirst();
    }

    /// Returns its type and all that this is a subtype of, the type itself first.
    public List<String> kinds() {
      return kinds;
    }

    /// Returns its message without the type; may be empty.
    public String detail() {
      return detail;
    }

    /// Returns the traceback as Python prints it.
    public String traceback() {
      return traceback;
    }
  }

  /// There is no module of the name that an operation was given.
  public static final class UnknownModule extends ScriptException {
    private static final long serialVersionUID = 1L;

    private final String name;

    /// @param name the module's
    /// @param cause what carried it here, if anything did
    public UnknownModule(String name, @Nullable Throwable cause) {
      super(
          "there is no Python module '%s': add its folder to those to import from, or install it"
              .formatted(name),
          cause);
      this.name = name;
    }

    /// Returns the name that was given.
    public String name() {
      return name;
    }
  }

  /// The operation was ended by an interrupt, or was interrupted before it began.
  public static final class Interrupted extends ScriptException {
    private static final long serialVersionUID = 1L;

    private final String traceback;

    /// @param traceback where its code stood, as Python prints it; empty if it had not begun
    /// @param cause what carried it here, if anything did
    public Interrupted(String traceback, @Nullable Throwable cause) {
      super(
          traceback.isEmpty()
              ? "the operation was interrupted before it began"
              : "the operation was interrupted",
          cause);
      this.traceback = traceback;
    }

    /// Returns where its code stood, as Python prints it; empty if it had not begun.
    public String traceback() {
      return traceback;
    }
  }

  /// There is no interpreter to run it: none was found, it does not start, or it was closed.
  public static final class Unavailable extends ScriptException {
    private static final long serialVersionUID = 1L;

    /// @param message what is missing, and how to get it
    /// @param cause what says more, if anything does
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
