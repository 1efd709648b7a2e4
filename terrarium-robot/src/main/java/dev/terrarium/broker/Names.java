package dev.terrarium.broker;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a name in Python looks like.
final class Names {
  private static final Pattern DOTTED =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{N}_]*)*");

  private Names() {}

  /// Refuses null, which no checker keeps callers from that have none.
  ///
  /// @param what which argument it is
  static void require(String what, @Nullable Object given) {
    if (given == null) {
      throw new IllegalArgumentException(what + " is null, and has to be given");
    }
  }

  /// Refuses what is not a name, or several with dots between.
  static void requireDotted(String of, @Nullable String name) {
    require("the name of the Python " + of, name);
    if (!DOTTED.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not the name of a Python "
              + of
              + ": letters, digits and '_', no digit first, with dots between its parts");
    }
  }
}
