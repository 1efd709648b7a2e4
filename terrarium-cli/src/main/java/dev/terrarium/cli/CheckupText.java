package dev.terrarium.cli;

import dev.terrarium.environment.BundledFolder;
import dev.terrarium.environment.Candidate;
import dev.terrarium.environment.Decision;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.Outcome;
import dev.terrarium.session.Checkup;
import dev.terrarium.session.Trial;
import java.util.Locale;
import java.util.Objects;

/// A checkup in words.
final class CheckupText {
  private final StringBuilder text = new StringBuilder();

  private CheckupText() {}

  static String of(Checkup checkup) {
    var words = new CheckupText();
    words.python(checkup);
    words.text.append("\nPythons that were looked at\n");
    checkup.search().candidates().forEach(words::candidate);
    words.surroundings(checkup);
    return words.text.toString();
  }

  private void python(Checkup checkup) {
    if (checkup.search().decision() instanceof Decision.Chosen chosen) {
      var python = chosen.installation();
      text.append("Python ").append(python.version().text());
      text.append(" is used: ").append(chosen.why()).append('\n');
      line("program", python.executable());
      line("libpython", python.library());
      if (python.isVirtual()) {
        line("over", python.basePrefix());
      }
    }
    switch (checkup.trial()) {
      case Trial.Worked worked -> {
        line("NumPy", worked.numpy());
        line("start", milliseconds(worked.startNanos()));
        line("round trip", worked.callNanos() + " ns (median of a call with a number)");
        worked
            .copy()
            .ifPresent(copy ->
                line(
                    "note",
                    "another terrarium package lies on its path, and is not used: " + copy));
      }
      case Trial.Failed(var reason) ->
          text.append("Python does not work: ").append(reason).append('\n');
    }
  }

  private void candidate(Candidate candidate) {
    text.append("  ").append(String.format(Locale.ROOT, "%-12s", origin(candidate)));
    text.append(candidate.path());
    switch (candidate.outcome()) {
      case Outcome.Accepted(var python) -> text.append(": ").append(describe(python));
      case Outcome.Refused(var reason) -> text.append(": refused, ").append(reason);
    }
    text.append('\n');
  }

  private void surroundings(Checkup checkup) {
    var search = checkup.search();
    text.append("\nSurroundings\n");
    line("JDK", checkup.jdk());
    line("at", checkup.jdk().home());
    line("platform", search.host());
    line("cache", search.path().cache());
    search.bundled().ifPresent(folder -> line("bundled", describe(folder)));
  }

  private void line(String name, Object value) {
    text.append("  ").append(String.format(Locale.ROOT, "%-12s", name));
    text.append(Objects.toString(value)).append('\n');
  }

  private static String origin(Candidate candidate) {
    return candidate.origin().name().toLowerCase(Locale.ROOT);
  }

  private static String describe(Installation python) {
    return "Python "
        + python.version().text()
        + python.numpy().map(numpy -> " with NumPy " + numpy).orElse(", no NumPy");
  }

  private static String describe(BundledFolder folder) {
    return folder.folder()
        + " ("
        + folder.state().name().toLowerCase(Locale.ROOT)
        + (folder.detail().isEmpty() ? "" : ": " + folder.detail())
        + ")";
  }

  private static String milliseconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
