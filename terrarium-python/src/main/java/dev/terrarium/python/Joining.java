package dev.terrarium.python;

/// What is done in the interpreter of a Python process that this JVM was started in, before anybody
/// calls the one from the other; on a thread of Python's, with the GIL held.
///
/// Signals, output, input and logging stay what they are. At Python's end nobody is let in any
/// more, and whoever is inside is interrupted and waited for.
final class Joining {
  private Joining() {}

  static void run(Attachment first) {
    Interpreter interpreter = first.interpreter;
    Gil gil = first.region();
    PyObject terrarium = gil.importModule("terrarium");
    interpreter.setJavaError(terrarium.attr("JavaError").newReference());
    interpreter.setInterrupted(terrarium.attr("Interrupted").newReference());
    var _ =
        gil.importModule("terrarium._hosted")
            .callMethod(
                "start",
                gil.function("raised", Guest.raised()),
                gil.function("end", arguments -> leave(arguments.gil())));
    ForkedChild.watch(gil);
  }

  private static boolean leave(Gil gil) {
    var leave = new Leave(gil);
    return gil.released(leave::take);
  }
}
