package dev.terrarium.python.arrow;

import static dev.terrarium.python.arrow.Structs.STREAM_GET_LAST_ERROR;
import static dev.terrarium.python.arrow.Structs.STREAM_GET_NEXT;
import static dev.terrarium.python.arrow.Structs.STREAM_GET_SCHEMA;
import static dev.terrarium.python.arrow.Structs.STREAM_PRIVATE;
import static dev.terrarium.python.arrow.Structs.STREAM_RELEASE;

import dev.terrarium.capi.Memory;
import dev.terrarium.capi.Upcalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// `ArrowArrayStream` structs of ours that others hold: the batches of a table, one after the
/// other.
///
/// A stream holds the memory of all its batches from its start, so that a table that is closed
/// meanwhile is still read to its end.
final class LentStream {
  /// `EINVAL`, for what cannot happen.
  private static final long FAILED = 22;

  private static final Map<Long, LentStream> OUT = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();

  private static final long GET_SCHEMA = Upcalls.stub(method("getSchema", long.class, 2));
  private static final long GET_NEXT = Upcalls.stub(method("getNext", long.class, 2));
  private static final long GET_LAST_ERROR = Upcalls.stub(method("getLastError", long.class, 1));
  private static final long RELEASE = Upcalls.stub(method("released", void.class, 1));

  private final ArrowField root;
  private final List<Node> batches;
  private final List<Holder> holders;

  /// The next batch; a stream is read by one thread at a time.
  private int next;

  private LentStream(ArrowField root, List<Node> batches, List<Holder> holders) {
    this.root = root;
    this.batches = batches;
    this.holders = holders;
  }

  /// Fills a struct, which is the caller's; the holders are retained already.
  static void write(long stream, ArrowField root, List<Node> batches, List<Holder> holders) {
    long number = NUMBERS.incrementAndGet();
    OUT.put(number, new LentStream(root, batches, holders));
    Memory.putLong(stream + STREAM_GET_SCHEMA, GET_SCHEMA);
    Memory.putLong(stream + STREAM_GET_NEXT, GET_NEXT);
    Memory.putLong(stream + STREAM_GET_LAST_ERROR, GET_LAST_ERROR);
    Memory.putLong(stream + STREAM_PRIVATE, number);
    Memory.putLong(stream + STREAM_RELEASE, RELEASE);
  }

  /// How many are out.
  static int out() {
    return OUT.size();
  }

  /// `int (ArrowArrayStream *, ArrowSchema *out)`.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static long getSchema(long stream, long out) {
    LentStream lent = OUT.get(Memory.getLong(stream + STREAM_PRIVATE));
    if (lent == null) {
      return FAILED;
    }
    Schemas.write(out, lent.root);
    return 0;
  }

  /// `int (ArrowArrayStream *, ArrowArray *out)`: a released struct is the end.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static long getNext(long stream, long out) {
    LentStream lent = OUT.get(Memory.getLong(stream + STREAM_PRIVATE));
    if (lent == null) {
      return FAILED;
    }
    if (lent.next == lent.batches.size()) {
      Memory.putLong(out + Structs.ARRAY_RELEASE, 0);
    } else {
      LentArray.write(out, lent.batches.get(lent.next), lent.holders.get(lent.next));
      lent.next++;
    }
    return 0;
  }

  /// `const char *(ArrowArrayStream *)`: there is no more to say.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // Called from C.
  private static long getLastError(long stream) {
    return 0;
  }

  /// `void (ArrowArrayStream *)`: on any thread, with the GIL or without.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void released(long stream) {
    LentStream lent = OUT.remove(Memory.getLong(stream + STREAM_PRIVATE));
    Memory.putLong(stream + STREAM_RELEASE, 0);
    if (lent != null) {
      lent.holders.forEach(Holder::release);
    }
  }

  private static java.lang.invoke.MethodHandle method(String name, Class<?> result, int arguments) {
    try {
      return MethodHandles.lookup()
          .findStatic(
              LentStream.class,
              name,
              MethodType.methodType(result, Collections.nCopies(arguments, long.class)));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a function that C calls is gone", impossible);
    }
  }
}
