package dev.terrarium.python.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A value that does not fit, with the path to it.
///
/// It is thrown where the value is found and gains a step of its path in every container it leaves,
/// so that a conversion that succeeds pays nothing for paths.
@SuppressWarnings("serial")
public final class Mismatch extends RuntimeException {
  /// The steps of a path beyond which its middle is left out.
  private static final int MOST_STEPS = 32;

  /// The steps that are told at each end of such a path.
  private static final int TOLD = 8;

  /// A key that stands in a path without quotes.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,59}");

  /// From the innermost outwards.
  private final List<String> steps = new ArrayList<>();

  private final String sentence;
  private boolean tooDeep;

  public Mismatch(String sentence) {
    this(sentence, null);
  }

  /// @param cause what user code threw while the value was converted
  public Mismatch(String sentence, @Nullable Throwable cause) {
    super(sentence, cause, false, false);
    this.sentence = sentence;
  }

  /// A value that is nested too deep.
  public static Mismatch tooDeep(String sentence) {
    Mismatch mismatch = new Mismatch(sentence);
    mismatch.tooDeep = true;
    return mismatch;
  }

  /// Whether the value was nested too deep.
  public boolean isTooDeep() {
    return tooDeep;
  }

  /// The same mismatch, one container further out.
  Mismatch at(String step) {
    steps.add(step);
    return this;
  }

  /// The same mismatch, of what lies under a key.
  Mismatch under(@Nullable Object key) {
    return at(
        switch (key) {
          case String text -> named(text);
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

  private static String named(String key) {
    return PLAIN.matcher(key).matches()
        ? "." + key
        : "['" + shortened(key).replace("\\", "\\\\").replace("'", "\\'") + "']";
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }

  Mismatch at(long index) {
    return at("[" + index + "]");
  }

  /// Whether the path has too many steps to be told whole, as those of values that contain
  /// themselves.
  public boolean isDeep() {
    return steps.size() > MOST_STEPS;
  }

  /// The steps from the value that was converted to the one that did not fit: `[2].name`, or
  /// nothing; of a deep one, those at both ends.
  public String path() {
    List<String> outermostFirst = steps.reversed();
    if (!isDeep()) {
      return String.join("", outermostFirst);
    }
    int left = steps.size() - 2 * TOLD;
    return String.join("", outermostFirst.subList(0, TOLD))
        + "... "
        + left
        + " more ..."
        + String.join("", outermostFirst.subList(TOLD + left, steps.size()));
  }

  /// What was expected and what was there.
  public String sentence() {
    return sentence;
  }
}
