package dev.terrarium.broker.declaration;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The names that may have been meant by one that is not known.
public final class NearNames {
  private static final int MOST = 2;
  private static final int LONGEST = 100;

  private NearNames() {}

  /// Returns the nearest of the names, two where they are as near, such as `'survey' or 'surveil'`.
  public static Optional<String> of(String word, Collection<String> names) {
    if (word.isEmpty() || word.length() > LONGEST) {
      return Optional.empty();
    }
    var candidates =
        names.stream()
            .distinct()
            .filter(
                name -> name.length() <= LONGEST && changes(word, name) <= tolerance(word, name))
            .toList();
    int least = candidates.stream().mapToInt(name -> changes(word, name)).min().orElse(0);
    var near =
        candidates.stream()
            .filter(name -> changes(word, name) == least)
            .sorted()
            .limit(MOST)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(" or "));
    return near.isEmpty() ? Optional.empty() : Optional.of(near);
  }

  private static int tolerance(String word, String name) {
    int longer = Math.max(word.length(), name.length());
    return Math.min(Math.max(1, longer / 3), Math.min(word.length(), name.length()) - 1);
  }

  /// Counts the letters to insert, delete or replace, case aside; one row of the table at a time.
  private static int changes(String left, String right) {
    var a = left.toLowerCase(Locale.ROOT);
    var b = right.toLowerCase(Locale.ROOT);
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
