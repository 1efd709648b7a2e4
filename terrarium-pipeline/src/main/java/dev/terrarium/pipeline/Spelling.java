package dev.terrarium.pipeline;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/// Guesses what was meant by a word that is not known.
public final class Spelling {
  private static final int MOST = 3;
  private static final int SHORTEST_PART = 3;

  private Spelling() {}

  /// Returns `; did you mean 'x'?`, or nothing if no candidate is near.
  public static String hint(String word, Collection<String> candidates) {
    return hint(word, candidates, Integer.MAX_VALUE);
  }

  /// Returns the same, of candidates from which no more than so many letters differ.
  public static String hint(String word, Collection<String> candidates, int most) {
    var near =
        candidates.stream()
            .filter(candidate -> isNear(word, candidate, most))
            .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
            .limit(MOST)
            .map(candidate -> "'" + candidate + "'")
            .collect(Collectors.joining(" or "));
    return near.isEmpty() ? "" : "; did you mean " + near + "?";
  }

  private static boolean isNear(String word, String candidate, int most) {
    return distance(word, candidate) <= Math.min(most, tolerance(word, candidate))
        || isPart(lower(word), lower(candidate));
  }

  /// Whether a word is one of those that an underscore joins, or several of them.
  private static boolean isPart(String word, String candidate) {
    return word.length() >= SHORTEST_PART && ("_" + candidate + "_").contains("_" + word + "_");
  }

  private static int tolerance(String word, String candidate) {
    int shorter = Math.min(word.length(), candidate.length());
    int longer = Math.max(word.length(), candidate.length());
    return Math.min(shorter - 1, Math.max(1, longer / 3));
  }

  /// Counts the letters to insert, delete, replace or swap with a neighbour, case aside.
  private static int distance(String left, String right) {
    var a = lower(left);
    var b = lower(right);
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      rows[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      rows[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
