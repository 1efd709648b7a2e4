package dev.terrarium.python;

import dev.terrarium.capi.Memory;
import dev.terrarium.python.arrow.ArrowType;
import dev.terrarium.python.arrow.CData;
import dev.terrarium.python.arrow.NewColumn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An array in off-heap memory that Java owns and Python may share, in C's order.
///
/// Given to Python it becomes an ndarray ([Gil#ndarray(NativeArray)]) or an object that any array
/// library takes ([Gil#share]) over the very same memory, without a copy; both sides see what the
/// other writes. The memory is freed by [#close], which is refused as long as Python uses it, so
/// that neither side can be left with a dangling view. Safe to use from any thread.
public final class NativeArray extends NdArray implements AutoCloseable {
  private static final int CLOSED = -1;

  /// How many there are that nobody has closed.
  static final AtomicInteger ALIVE = new AtomicInteger();

  private final Arena arena;
  private final MemorySegment segment;

  /// How many holders in Python use the memory, or [#CLOSED]; shared with read-only views.
  private final AtomicInteger uses;

  private final Allocations.@Nullable Allocation allocation;

  private NativeArray(Geometry geometry) {
    super(geometry);
    this.arena = Arena.ofShared();
    this.uses = new AtomicInteger();
    this.segment = arena.allocate(geometry.span(), 64);
    this.allocation = Allocations.made(LeakReport.Kind.ARRAY, geometry.type.name(), null);
    ALIVE.incrementAndGet();
  }

  /// The same memory, not to be written by this view.
  private NativeArray(NativeArray whole) {
    super(whole.geometry);
    this.arena = whole.arena;
    this.uses = whole.uses;
    this.segment = whole.segment.asReadOnly();
    this.allocation = whole.allocation;
  }

  /// An array of zeros.
  ///
  /// @param shape the extent of each axis, the slowest first
  /// @throws IllegalArgumentException when an extent is negative, or all together too many
  public static NativeArray allocate(ElementType type, long... shape) {
    var _ = Given.there(type, "type");
    var _ = Given.there(shape, "shape");
    return new NativeArray(Geometry.contiguous(type, shape.clone()));
  }

  /// A copy of these numbers, with one axis.
  public static NativeArray copyOf(double... numbers) {
    var _ = Given.there(numbers, "numbers");
    NativeArray array = allocate(ElementType.FLOAT64, numbers.length);
    MemorySegment.copy(numbers, 0, array.segment, ValueLayout.JAVA_DOUBLE, 0, numbers.length);
    return array;
  }

  /// A copy of these numbers, with one axis.
  public static NativeArray copyOf(float... numbers) {
    var _ = Given.there(numbers, "numbers");
    NativeArray array = allocate(ElementType.FLOAT32, numbers.length);
    MemorySegment.copy(numbers, 0, array.segment, ValueLayout.JAVA_FLOAT, 0, numbers.length);
    return array;
  }

  /// A copy of these numbers, with one axis.
  public static NativeArray copyOf(long... numbers) {
    var _ = Given.there(numbers, "numbers");
    NativeArray array = allocate(ElementType.INT64, numbers.length);
    MemorySegment.copy(numbers, 0, array.segment, ValueLayout.JAVA_LONG, 0, numbers.length);
    return array;
  }

  /// A copy of these numbers, with one axis.
  public static NativeArray copyOf(int... numbers) {
    var _ = Given.there(numbers, "numbers");
    NativeArray array = allocate(ElementType.INT32, numbers.length);
    MemorySegment.copy(numbers, 0, array.segment, ValueLayout.JAVA_INT, 0, numbers.length);
    return array;
  }

  @Override
  MemorySegment memory() {
    return segment;
  }

  @Override
  boolean isOpen() {
    return uses.get() != CLOSED;
  }

  @Override
  boolean isReadOnly() {
    return segment.isReadOnly();
  }

  @Override
  public boolean readOnly() {
    return segment.isReadOnly();
  }

  /// The same memory, which neither Java nor Python can write through this view: Python gets
  /// read-only arrays of it. Closing the view is closing the array.
  public NativeArray asReadOnly() {
    return readOnly() ? this : new NativeArray(this);
  }

  @Override
  public Device device() {
    return Device.CPU;
  }

  /// A column of an Arrow table over this memory, not a copy: the array cannot be closed before the
  /// table is, and everything that was made of it in Python.
  ///
  /// @throws IllegalStateException when the array was closed, or has not exactly one axis
  /// @throws IllegalArgumentException when Arrow has no such elements: booleans are bits there
  public NewColumn column(String name) {
    if (geometry.shape.length != 1) {
      throw new IllegalStateException(
          "a column has one axis, this array has the shape " + Arrays.toString(geometry.shape));
    }
    ArrowType type =
        switch (type().kind) {
          case SIGNED -> new ArrowType.Int(8 * type().bytes(), true);
          case UNSIGNED -> new ArrowType.Int(8 * type().bytes(), false);
          case FLOAT -> new ArrowType.Real(8 * type().bytes());
          case COMPLEX, BOOL, BFLOAT ->
              throw new IllegalArgumentException("Arrow has no columns over " + type());
        };
    Use use = use();
    try {
      return CData.columnOver(name, type, segment.address(), size(), use::released);
    } catch (RuntimeException refused) {
      use.released();
      throw refused;
    }
  }

  /// Frees the memory.
  ///
  /// @throws IllegalStateException while an array in Python uses it, or an operation of Java's that
  ///   has not ended
  @Override
  public void close() {
    if (uses.compareAndSet(0, CLOSED)) {
      try {
        Memory.end(arena);
      } catch (IllegalStateException inUse) {
        uses.set(0);
        throw inUse;
      }
      Allocations.ended(allocation);
      ALIVE.decrementAndGet();
    } else if (uses.get() != CLOSED) {
      throw new IllegalStateException(
          "%d array(s) in Python use this memory: let them go before closing it%s"
              .formatted(uses.get(), pending()));
    }
  }

  private static String pending() {
    int pending = Interpreter.ifRunning().map(it -> it.releases.pending()).orElse(0);
    return pending == 0
        ? ""
        : " (%d thing(s) that were let go outside a region are released when a thread next attaches)"
            .formatted(pending);
  }

  /// Notes one more array in Python.
  Use use() {
    int seen;
    do {
      seen = uses.get();
      if (seen == CLOSED) {
        throw new IllegalStateException("this array was closed");
      }
    } while (!uses.compareAndSet(seen, seen + 1));
    return new Use(this);
  }

  /// What an array in Python holds of this memory until it dies.
  static final class Use implements JavaHandles.Released {
    private final NativeArray array;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Use(NativeArray array) {
      this.array = array;
    }

    NativeArray array() {
      return array;
    }

    /// Called from any thread, with the GIL or without.
    @Override
    public void released() {
      if (ended.compareAndSet(false, true)) {
        array.uses.decrementAndGet();
      }
    }
  }
}
