package dev.terrarium.bench;

import java.io.IOException;

/// How fast does a Python loop call a Java function in a JVM that Python has started, beside the
/// same loop over a C function?
final class HowFastIsACallFromPython {
  private static final String ID = "call-increment";
  private static final String TITLE =
      "Python loop calls Java, int → int + 1, loop included, each of 10,000, beside: C";

  private HowFastIsACallFromPython() {}

  static void measure(PythonPackage python, Scores scores) throws IOException {
    try (PythonSide side = python.start()) {
      Contest alone = Contest.ofItems(ID, TITLE, 10_000, side.ours(ID));
      scores.add(
          switch (python.floor()) {
            case FloorBuild.Built _ ->
                alone.beside(side.beside(ID)).promising(new Promise.Times(2.5, "C"));
            case FloorBuild.Missing _ -> alone;
          });
    }
  }
}
