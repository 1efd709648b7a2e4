package dev.terrarium.bench;

import java.util.Locale;

/// A piece of work that every bridge does in its own best way.
enum PeerWork {
  START("a process, to the first result"),
  START_CACHED("the same with an AOT cache of the JDK"),
  CALL("f(int) → int"),
  STR("str of 100 characters, there and back"),
  DICT("dict of 10 str → float, there and back"),
  LIST("list of 1,000 ints, there and back"),
  LIST_ARRAY("the same list, from and to long[]"),
  ARRAY_LONGS("1,000 ints as arrays, copied there and back"),
  ARRAY_SUM("8 MB of Java's memory to np.sum"),
  ARRAY_VIEW("8 MB of NumPy's memory, seen by Java"),
  ARRAY_COPY("8 MB of NumPy's memory, copied to Java"),
  CALLBACK("a Python loop calls Java, int → int + 1"),
  EXCEPTION("an exception: type, message, stack trace"),
  EXCEPTION_TEXT("the same, its traceback as text"),
  GENERATOR("a generator of 1,000 ints, item by item"),
  PIPELINE("3 nodes × 3 items, 9 calls"),
  CALL_TWO_THREADS("f(int) → int, from two threads at once");

  private final String title;

  PeerWork(String title) {
    this.title = title;
  }

  /// The name that the processes know it by.
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String title() {
    return title;
  }
}
