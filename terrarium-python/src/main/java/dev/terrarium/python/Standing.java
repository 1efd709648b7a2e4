package dev.terrarium.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where a thread stands: its Python frames and its Java frames, as one stack, innermost first.
final class Standing {
  private static final String MODULE = "terrarium._interrupt";
  private static final String C = "dev.terrarium.capi.";

  /// What a thread runs or waits in.
  enum Top {
    /// A function of C, which may be all of Python.
    C,
    /// Java code that Python has called.
    JAVA_IN_PYTHON,
    /// Java code with no Python code below it.
    JAVA_ALONE
  }

  private Standing() {}

  /// The frames of both, as seen by a thread that has the GIL.
  static List<StackTraceElement> of(Gil gil, Attachment attachment) {
    List<List<Object>> frames =
        gil.importModule(MODULE)
            .attr("stack")
            .call(gil.of(attachment.ident()))
            .as(new TypeRef<List<List<Object>>>() {});
    return joined(frames.stream().map(Standing::frame).toList(), attachment);
  }

  /// A frame as the Python package tells it: module, function, file, line.
  static StackTraceElement frame(List<Object> frame) {
    return new StackTraceElement(
        String.valueOf(frame.get(0)),
        String.valueOf(frame.get(1)),
        String.valueOf(frame.get(2)),
        ((Number) frame.get(3)).intValue());
  }

  /// The Java frames alone, for which nobody needs the GIL.
  static List<StackTraceElement> inJava(Attachment attachment) {
    return joined(List.of(), attachment);
  }

  /// What a thread runs or waits in.
  static Top top(Attachment attachment) {
    StackTraceElement[] java = java(attachment);
    if (java.length == 0 || isOfC(java[0])) {
      return Top.C;
    }
    return Arrays.stream(java).anyMatch(Standing::isOfC) ? Top.JAVA_IN_PYTHON : Top.JAVA_ALONE;
  }

  /// The Java frames; none from when Python takes itself apart. It ends threads that come back to
  /// it then, whose stacks are gone while the JVM takes them to be alive.
  private static StackTraceElement[] java(Attachment attachment) {
    return attachment.interpreter.isTakenApart()
        ? new StackTraceElement[0]
        : attachment.thread.getStackTrace();
  }

  private static boolean isOfC(StackTraceElement frame) {
    return frame.getClassName().startsWith(C);
  }

  /// Java frames that Python called come before Python's, those that called Python after them.
  private static List<StackTraceElement> joined(
      List<StackTraceElement> python, Attachment attachment) {
    StackTraceElement[] java = java(attachment);
    int called = above(java);
    List<StackTraceElement> joined = new ArrayList<>(Arrays.asList(java).subList(0, called));
    joined.addAll(python);
    StackTraceElement[] callers = Arrays.copyOfRange(java, called, java.length);
    joined.addAll(Arrays.asList(Tracebacks.withoutCarrier(Tracebacks.merged(List.of(), callers))));
    return joined;
  }

  /// How many frames belong to Java code on top of Python's; none where the top is a call of C.
  private static int above(StackTraceElement[] java) {
    if (java.length == 0 || isOfC(java[0])) {
      return 0;
    }
    for (int frame = 0; frame < java.length; frame++) {
      if (java[frame].getClassName().equals(JavaCallables.class.getName())) {
        return frame;
      }
    }
    return 0;
  }
}
