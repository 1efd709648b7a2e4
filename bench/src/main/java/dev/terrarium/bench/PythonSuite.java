package dev.terrarium.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A question about the Python package; each is measured in Python processes of its own.
@SuppressWarnings("ImmutableEnumChecker") // Method references hold nothing.
enum PythonSuite {
  RUN(HowFastIsARunFromPython::measure),
  SEAM(HowFastIsTheSeamFromPython::measure),
  CALL(HowFastIsACallFromPython::measure),
  ARRAY(HowFastIsANumpyArray::measure),
  STREAMING(HowFastIsAStreamFromPython::measure),
  GIL(IsTheGilFree::measure),
  START(HowFastIsAStartFromPython::measure);

  private final Question question;

  PythonSuite(Question question) {
    this.question = question;
  }

  private interface Question {
    void measure(PythonPackage python, Scores scores) throws IOException, InterruptedException;
  }

  /// The suites of these names, or all.
  static List<PythonSuite> named(List<String> names) {
    List<String> known = Arrays.stream(values()).map(PythonSuite::id).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "There is no suite named '%s'; there are %s."
                .formatted(name, String.join(", ", known)));
      }
    }
    return Arrays.stream(values())
        .filter(suite -> names.isEmpty() || names.contains(suite.id()))
        .toList();
  }

  /// The name on the command line; those of its rows begin with it.
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  void measure(PythonPackage python, Scores scores) throws IOException, InterruptedException {
    question.measure(python, scores);
  }
}
