package dev.terrarium.bench;

import java.io.IOException;
import java.util.List;

/// A question about the Python package; each is measured in Python processes of its own.
@SuppressWarnings("ImmutableEnumChecker") // Method references hold nothing.
enum PythonSuite implements Suite {
  RUN(HowFastIsARunFromPython::measure),
  SEAM(HowFastIsTheSeamFromPython::measure),
  CALL(HowFastIsACallFromPython::measure),
  ARRAY(HowFastIsANumpyArray::measure),
  STREAMING(HowFastIsAStreamFromPython::measure),
  GIL(IsTheGilFree::measure),
  HELPERS(HowFastAreTheHelpers::measure),
  APART(HowFastIsASharedArrayFromPython::measure),
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
    return Suite.named(values(), names);
  }

  void measure(PythonPackage python, Scores scores) throws IOException, InterruptedException {
    question.measure(python, scores);
  }
}
