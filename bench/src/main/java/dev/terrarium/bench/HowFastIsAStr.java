package dev.terrarium.bench;

import dev.terrarium.python.PyObject;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// How fast does a string of 21 characters become a Python str, and that str a string again?
public class HowFastIsAStr {

  /// The string; a field, so that the compiler cannot know it.
  @State(Scope.Thread)
  public static class Phrase {
    String text = "twenty-one characters";
  }

  @Benchmark
  public String text(HeldGil held, Twin twin, Phrase phrase) {
    try (PyObject text = held.gil.of(phrase.text)) {
      String back = text.as(String.class);
      if (back.length() != phrase.text.length()) {
        throw new IllegalStateException("the str changed on its way");
      }
      return back;
    }
  }
}
