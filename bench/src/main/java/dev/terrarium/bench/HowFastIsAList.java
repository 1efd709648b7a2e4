package dev.terrarium.bench;

import dev.terrarium.python.PyObject;
import dev.terrarium.python.TypeRef;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// How fast do 1,000 ints become a Python list, and that list become Java again?
public class HowFastIsAList {
  private static final TypeRef<List<Long>> LIST_OF_LONG = new TypeRef<>() {};

  /// The ints, as an array and as a list; the same that `floor.c` uses.
  @State(Scope.Thread)
  public static class Numbers {
    private static final int LENGTH = 1000;

    final long[] array = new long[LENGTH];
    final List<Long> list = new ArrayList<>();

    public Numbers() {
      for (int i = 0; i < LENGTH; i++) {
        array[i] = 1_000_000L + 7919L * i;
        list.add(array[i]);
      }
    }

    <T> T same(T result, long first, long last, int length) {
      if (length != LENGTH || first != array[0] || last != array[LENGTH - 1]) {
        throw new IllegalStateException("the list changed on its way");
      }
      return result;
    }
  }

  @Benchmark
  public long[] array(HeldGil held, Twin twin, Numbers numbers) {
    try (PyObject list = held.gil.of(numbers.array)) {
      long[] back = list.as(long[].class);
      return numbers.same(back, back[0], back[back.length - 1], back.length);
    }
  }

  @Benchmark
  public List<Long> boxed(HeldGil held, Twin twin, Numbers numbers) {
    try (PyObject list = held.gil.of(numbers.list)) {
      List<Long> back = list.as(LIST_OF_LONG);
      return numbers.same(back, back.getFirst(), back.getLast(), back.size());
    }
  }
}
