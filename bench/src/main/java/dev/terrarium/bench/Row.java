package dev.terrarium.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One line of the table: what is measured, beside which C function, and what it promises.
@SuppressWarnings(
    "ImmutableEnumChecker") // Targets are records, and the lists of arguments cannot be changed.
enum Row {
  CALL(HowFastIsACall.class, "held", "f(int) → int, GIL held", "floor_call", times(1.6)),
  CALL_ATTACHED(
      HowFastIsACall.class,
      "attached",
      "f(int) → int, attach and detach each time",
      "floor_attached_call",
      times(1.8)),
  LIST_ARRAY(
      HowFastIsAList.class, "array", "1,000 ints there and back, long[]", "floor_list", times(1.5)),
  LIST_BOXED(
      HowFastIsAList.class,
      "boxed",
      "1,000 ints there and back, List<Long>",
      "floor_list",
      times(1.5)),
  DICT(
      HowFastIsADict.class,
      "map",
      "dict of 10 str → float there and back",
      "floor_dict",
      times(1.8)),
  TEXT(HowFastIsAStr.class, "text", "str of 21 characters there and back", "floor_text", none()),
  CALLBACK(
      HowFastIsACallback.class,
      "increment",
      "Python loop calls Java, int → int + 1, loop included",
      "floor_callback",
      times(2.5)),
  CALLBACK_IDENTITY(
      HowFastIsACallback.class,
      "identity",
      "Python loop calls Java, identity, loop included",
      "floor_callback_identity",
      none()),
  ARRAY(
      HowFastIsAnArray.class,
      "offHeap",
      "8 MB off-heap to ndarray and back, same address, lifetime checked",
      "floor_array",
      new Target.Under(1000)),
  EXCEPTION(
      HowFastIsAnException.class,
      "message",
      "exception, type and message",
      "floor_exception",
      none()),
  EXCEPTION_TRACEBACK(
      HowFastIsAnException.class,
      "traceback",
      "exception with traceback as text",
      "floor_traceback",
      times(1.2)),
  HANDOVER_SMALL_STACK(
      HowFastIsAHandover.class,
      "wholeFromSmallStack",
      "f(int) → int from a thread with a small stack, one hand-over",
      Caller.SMALL_STACK),
  HANDOVER_SMALL_STACK_REGION(
      HowFastIsAHandover.class,
      "regionFromSmallStack",
      "the same as a region of its own, four hand-overs",
      Caller.SMALL_STACK),
  HANDOVER_VIRTUAL(
      HowFastIsAHandover.class,
      "wholeFromVirtual",
      "f(int) → int from a virtual thread, one hand-over",
      Caller.VIRTUAL),
  HANDOVER_VIRTUAL_REGION(
      HowFastIsAHandover.class,
      "regionFromVirtual",
      "the same as a region of its own, four hand-overs",
      Caller.VIRTUAL);

  /// The thread that a row runs on, as the arguments of the JVM that gives JMH such a thread.
  enum Caller {
    LARGE_STACK("-Xss64m"),
    SMALL_STACK("-Xss1m"),
    VIRTUAL("-Xss1m", "-Djmh.executor=VIRTUAL");

    private final List<String> arguments;

    Caller(String... arguments) {
      this.arguments = List.of(arguments);
    }

    List<String> arguments() {
      return arguments;
    }
  }

  private final Class<?> question;
  private final String method;
  private final String title;
  private final Optional<String> floor;
  private final Target target;
  private final Caller caller;

  Row(Class<?> question, String method, String title, String floor, Target target) {
    this(question, method, title, Optional.of(floor), target, Caller.LARGE_STACK);
  }

  Row(Class<?> question, String method, String title, Caller caller) {
    this(question, method, title, Optional.empty(), none(), caller);
  }

  Row(
      Class<?> question,
      String method,
      String title,
      Optional<String> floor,
      Target target,
      Caller caller) {
    this.question = question;
    this.method = method;
    this.title = title;
    this.floor = floor;
    this.target = target;
    this.caller = caller;
  }

  /// The row of a JMH benchmark.
  static Row of(String benchmark) {
    return Arrays.stream(values())
        .filter(row -> row.benchmark().equals(benchmark))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no row is measured by " + benchmark));
  }

  /// The name on the command line, such as `call` or `call-attached`.
  String id() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /// Whether this name asks for the row: its own, or the beginning of it up to a hyphen.
  boolean answersTo(String name) {
    return id().equals(name) || id().startsWith(name + "-");
  }

  /// JMH's name for it.
  String benchmark() {
    return question.getName() + "." + method;
  }

  String title() {
    return title;
  }

  /// The C function that does the same work; a row without one is a histogram of its own latency.
  Optional<String> floor() {
    return floor;
  }

  Target target() {
    return target;
  }

  Caller caller() {
    return caller;
  }

  /// Whether only a Python with NumPy can do it.
  boolean needsNumpy() {
    return this == ARRAY;
  }

  private static Target times(double most) {
    return new Target.TimesC(most);
  }

  private static Target none() {
    return new Target.Nothing();
  }
}
