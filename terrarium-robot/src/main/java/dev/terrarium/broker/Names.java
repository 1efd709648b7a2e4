package dev.terrarium.broker;

import java.util.regex.Pattern;

/// What a name in Python looks like.
final class Names {
  private static final Pattern DOTTED =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(\\.[\\p{L}_][\\p{L}\\p{N}_]*)*");

  private Names() {}

  /// Refuses what is not a name, or several with dots between.
  static void requireDotted(String of, String name) {
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
