package dev.terrarium.python.convert;

import org.jspecify.annotations.Nullable;

/// A value that does not fit, with the path to it.
///
/// It is thrown where the value is found and gains a step of its path in every container it leaves,
/// so that a conversion that succeeds pays nothing for paths.
@SuppressWarnings("serial")
public final class Mismatch extends RuntimeException {
  private final StringBuilder path = new StringBuilder();
  private final String sentence;

  public Mismatch(String sentence) {
    this(sentence, null);
  }

  /// @param cause what user code threw while the value was converted
  public Mismatch(String sentence, @Nullable Throwable cause) {
    super(sentence, cause, false, false);
    this.sentence = sentence;
  }

  /// The same mismatch, one container further out.
  Mismatch at(String step) {
    path.insert(0, step);
    return this;
  }

  /// The same mismatch, of what lies under a key.
  Mismatch under(@Nullable Object key) {
    return at(
        switch (key) {
          case String text -> "['" + shortened(text) + "']";
          case Number number -> "[" + shortened(number.toString()) + "]";
          case Enum<?> constant -> "[" + constant.name() + "]";
          case Boolean truth -> "[" + truth + "]";
          case null -> "[null]";
          default -> "[a " + key.getClass().getSimpleName() + "]"; // Its text may be anything.
        });
  }

  /// The same mismatch, of a key.
  Mismatch atKey(long index) {
    return at(".keys()[" + index + "]");
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }

  Mismatch at(long index) {
    return at("[" + index + "]");
  }

  /// The steps from the value that was converted to the one that did not fit: `[2].name`, or
  /// nothing.
  public String path() {
    return path.toString();
  }

  /// What was expected and what was there.
  public String sentence() {
    return sentence;
  }
}
