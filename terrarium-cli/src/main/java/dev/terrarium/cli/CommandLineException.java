package dev.terrarium.cli;

/// A command line that cannot be carried out; nothing ran.
final class CommandLineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String where;

  /// @param where the option or argument that is wrong, such as `--input`
  /// @param message a sentence that says what is wrong, and what would be right
  CommandLineException(String where, String message) {
    super(message);
    this.where = where;
  }

  /// Returns the option or argument that is wrong.
  String where() {
    return where;
  }
}
