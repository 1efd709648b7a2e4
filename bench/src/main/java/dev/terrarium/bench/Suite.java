package dev.terrarium.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A question on the command line, and the rows that answer it.
interface Suite {
  /// The name of the constant that it is.
  String name();

  /// The name on the command line; those of its rows begin with it.
  default String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Those of these names, or all.
  static <S extends Suite> List<S> named(S[] all, List<String> names) {
    List<String> known = Arrays.stream(all).map(Suite::id).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "There is no suite named '%s'; there are %s."
                .formatted(name, String.join(", ", known)));
      }
    }
    return Arrays.stream(all)
        .filter(suite -> names.isEmpty() || names.contains(suite.id()))
        .toList();
  }
}
