package dev.terrarium.bench;

import dev.terrarium.python.ElementType;
import dev.terrarium.python.NativeArray;
import dev.terrarium.python.PyArray;
import dev.terrarium.python.PyObject;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// How fast do 8 MB of Java's memory become an ndarray, and that ndarray memory that Java sees, at
/// the same address?
///
/// Both directions check lifetimes: the memory cannot be freed while the ndarray lives, and the
/// view of the ndarray ends with its region. C's side is `memoryview`, `numpy.frombuffer` and the
/// buffer protocol, without either.
public class HowFastIsAnArray {

  /// The memory.
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
  public static class Memory {
    private static final long NUMBERS = (8 << 20) / Double.BYTES;

    NativeArray array;

    @Setup(Level.Trial)
    public void allocate() {
      array = NativeArray.allocate(ElementType.FLOAT64, NUMBERS);
    }

    @TearDown(Level.Trial)
    public void free() {
      array.close();
    }

    long same(long address, long bytes) {
      if (address != array.segment().address() || bytes != NUMBERS * Double.BYTES) {
        throw new IllegalStateException("the array came back as other memory");
      }
      return address;
    }
  }

  @Benchmark
  public long offHeap(HeldGil held, Twin twin, Memory memory) {
    try (PyObject ndarray = held.gil.ndarray(memory.array);
        PyArray view = ndarray.array()) {
      return memory.same(view.segment().address(), view.segment().byteSize());
    }
  }
}
