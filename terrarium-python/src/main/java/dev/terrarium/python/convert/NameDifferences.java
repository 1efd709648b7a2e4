package dev.terrarium.python.convert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// What the keys of a dict and the components of a record do not share, in words: `'name' is
/// missing, 'nmae' is none of them (did you mean 'name'?)`.
final class NameDifferences {
  /// Names beyond these are counted only.
  private static final int MOST_TOLD = 5;

  /// Longer names are near to nothing.
  private static final int LONGEST = 60;

  private NameDifferences() {}

  /// @param required of the names that there should be
  /// @param wanted every name that there may be
  /// @param given the names that there are
  /// @param others what there is beside names, as it is told
  static String between(
      Collection<String> required,
      Collection<String> wanted,
      Collection<String> given,
      Collection<String> others) {
    List<String> absent = wanted.stream().filter(name -> !given.contains(name)).toList();
    List<String> differences = new ArrayList<>();
    List<String> missing =
        absent.stream().filter(required::contains).map(NameDifferences::quoted).toList();
    if (!missing.isEmpty()) {
      differences.add(listed(missing) + (missing.size() == 1 ? " is missing" : " are missing"));
    }
    List<String> unknown = new ArrayList<>();
    for (String name : given) {
      if (!wanted.contains(name)) {
        unknown.add(quoted(name) + hint(name, absent));
      }
    }
    unknown.addAll(others);
    if (!unknown.isEmpty()) {
      differences.add(
          listed(unknown) + (unknown.size() == 1 ? " is none of them" : " are none of them"));
    }
    return String.join(", ", differences);
  }

  private static String listed(List<String> words) {
    int more = words.size() - MOST_TOLD;
    List<String> told = more > 0 ? words.subList(0, MOST_TOLD) : words;
    return String.join(", ", told) + (more > 0 ? " and " + more + " more" : "");
  }

  private static String quoted(String name) {
    return "'" + (name.length() > LONGEST ? name.substring(0, LONGEST - 3) + "..." : name) + "'";
  }

  /// The absent name that was meant, where one is near.
  private static String hint(String name, List<String> absent) {
    for (String each : absent) {
      if (isNear(plain(name), plain(each))) {
        return " (did you mean '" + each + "'?)";
      }
    }
    return "";
  }

  /// A name without what languages spell differently: `unit_price` and `unitPrice` are the same.
  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isNear(String one, String other) {
    int longer = Math.max(one.length(), other.length());
    int shorter = Math.min(one.length(), other.length());
    return longer <= LONGEST
        && distance(one, other) <= Math.min(Math.max(shorter - 1, 0), Math.max(1, longer / 3));
  }

  /// The letters to insert, delete, replace, or swap with a neighbour.
  private static int distance(String one, String other) {
    int[][] rows = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, i, j, one, other);
      }
    }
    return rows[one.length()][other.length()];
  }

  private static int step(int[][] rows, int i, int j, String one, String other) {
    int replaced = rows[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }
}
