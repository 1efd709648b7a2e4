package dev.terrarium.worker.inline;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A node or an idiom of the reference system, and what becomes of it here: a row of the page.
///
/// @param what its name
/// @param expected the outcome of the trial; `…` stands for anything
/// @param words what is to be said of it
record LimitRow(String what, Trial trial, Verdict verdict, String expected, String words) {
  /// What becomes of something.
  enum Verdict {
    /// It does what it does there.
    RUNS,
    /// It runs, but does something else.
    DIFFERS,
    /// It does not run, and the reason is given before the first item.
    REFUSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static LimitRow runs(String what, Trial trial, String outcome, String words) {
    return new LimitRow(what, trial, Verdict.RUNS, outcome, words);
  }

  static LimitRow runs(String what, Trial trial, String outcome) {
    return runs(what, trial, outcome, "");
  }

  /// @param words the difference
  static LimitRow differs(String what, Trial trial, String outcome, String words) {
    return new LimitRow(what, trial, Verdict.DIFFERS, outcome, words);
  }

  /// @param messages each reason that is given
  static LimitRow refused(String what, Trial trial, String... messages) {
    var words =
        Stream.of(messages).map(each -> "`" + each + "`").collect(Collectors.joining("<br>"));
    return new LimitRow(what, trial, Verdict.REFUSED, String.join("; ", messages), words);
  }

  /// Whether this is what was expected.
  boolean fits(String outcome) {
    var pattern =
        Stream.of(expected.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(pattern, Pattern.DOTALL).matcher(outcome).matches();
  }

  /// Returns the row as it stands on the page.
  String line() {
    return "| " + what + " | " + verdict.word() + " | " + words + (words.isEmpty() ? "|" : " |");
  }

  @Override
  public String toString() {
    return what;
  }
}
