package dev.terrarium.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where a thread stands: its Python frames and its Java frames, as one stack, innermost first.
final class Standing {
  private static final String MODULE = "terrarium._interrupt";

  private Standing() {}

  /// The frames of both, as seen by a thread that has the GIL.
  static List<StackTraceElement> of(Gil gil, Attachment attachment) {
    List<List<Object>> frames =
        gil.importModule(MODULE)
            .attr("stack")
            .call(gil.of(attachment.ident()))
            .as(new TypeRef<List<List<Object>>>() {});
    return joined(frames.stream().map(Standing::frame).toList(), attachment.thread);
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
    return joined(List.of(), attachment.thread);
  }

  /// Whether a thread runs, or waits in, Java code that Python has called.
  static boolean isInJava(Attachment attachment) {
    return above(attachment.thread.getStackTrace()) > 0;
  }

  /// Java frames that Python called come before Python's, those that called Python after them.
  private static List<StackTraceElement> joined(List<StackTraceElement> python, Thread thread) {
    StackTraceElement[] java = thread.getStackTrace();
    int called = above(java);
    List<StackTraceElement> joined = new ArrayList<>(Arrays.asList(java).subList(0, called));
    joined.addAll(python);
    StackTraceElement[] callers = Arrays.copyOfRange(java, called, java.length);
    joined.addAll(Arrays.asList(Tracebacks.withoutCarrier(Tracebacks.merged(List.of(), callers))));
    return joined;
  }

  /// How many frames belong to Java code on top of Python's; none where the top is a call of C.
  private static int above(StackTraceElement[] java) {
    if (java.length == 0 || java[0].getClassName().startsWith("dev.terrarium.capi.")) {
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
