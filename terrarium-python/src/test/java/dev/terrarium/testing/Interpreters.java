package dev.terrarium.testing;

import dev.terrarium.environment.Candidate;
import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.Origin;
import dev.terrarium.environment.Outcome;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.python.PythonOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The CPythons on this machine that tests run on.
public final class Interpreters {
  /// Names the one that tests run on; the bundled one without it.
  public static final String PROPERTY = "terrarium.test.python";

  /// Whether every object is to be read by a call, as it is where a layout is not as expected.
  public static final String CALLS_PROPERTY = "terrarium.test.calls";

  /// The first letters of all tests.
  public static final String ALL_LETTERS = "A-Z";

  private static final int LETTERS = 26;

  private static final SearchPath PLACES = SearchPath.ofProcess();

  private Interpreters() {}

  /// The one that this JVM's tests run on.
  public static Installation chosen() {
    String named = System.getProperty(PROPERTY, "bundled");
    return Environment.choose(PLACES.withRequest(named, "-D" + PROPERTY));
  }

  /// How this JVM's tests open it: as usual, or without direct reads where [#CALLS_PROPERTY] is
  /// true.
  public static PythonOptions options() {
    return PythonOptions.of(chosen()).withDirectReads(!Boolean.getBoolean(CALLS_PROPERTY));
  }

  /// One of each minor version that is installed, the oldest first; the bundled one is not among
  /// them.
  public static Collection<Installation> installed() {
    TreeMap<Integer, Installation> byMinor = new TreeMap<>();
    Environment.search(PLACES).candidates().stream()
        .flatMap(Interpreters::accepted)
        .filter(each -> each.origin() != Origin.BUNDLED)
        .filter(each -> !each.isVirtual())
        .forEach(each -> byMinor.putIfAbsent(each.version().minor(), each));
    return byMinor.values();
  }

  /// The bundled one.
  public static Installation bundled() {
    return Environment.choose(PLACES.withRequest("bundled", "the tests"));
  }

  /// Which tests each of the installed ones runs, by their first letters, such as `A-M`: the oldest
  /// and the newest run all, those between share them out among themselves, but for `-Pfull`.
  public static Map<Installation, String> shares() {
    Collection<Installation> installed = installed();
    Map<Installation, String> shares = new LinkedHashMap<>();
    for (Installation each : installed) {
      shares.put(each, letters(shares.size(), installed.size() - 2));
    }
    return shares;
  }

  private static String letters(int number, int between) {
    if (Extent.isFull() || number == 0 || number > between) {
      return ALL_LETTERS;
    }
    char first = (char) ('A' + LETTERS * (number - 1) / between);
    char last = (char) ('A' + LETTERS * number / between - 1);
    return first + "-" + last;
  }

  private static Stream<Installation> accepted(Candidate candidate) {
    return switch (candidate.outcome()) {
      case Outcome.Accepted(Installation installation) -> Stream.of(installation);
      case Outcome.Refused _ -> Stream.empty();
    };
  }
}
