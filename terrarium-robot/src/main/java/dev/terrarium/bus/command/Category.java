package dev.terrarium.bus.command;

/// Commands that share something, such as an arm, and how many of them may run at once.
///
/// @param name how commands refer to it
/// @param limit how many executions of its commands there may be at once
public record Category(String name, int limit) {
  /// The category of commands that name none; its limit is 1 unless it is declared.
  public static final String DEFAULT = "default";

  /// In place of a category to cancel: every one.
  public static final String ALL = "*";

  public Category {
    Word.require("a category", name);
    if (limit < 1) {
      throw new IllegalArgumentException(
          "the limit of category '%s' must be at least 1, not %d".formatted(name, limit));
    }
  }
}
