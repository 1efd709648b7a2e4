package dev.terrarium.python.arrow;

import static dev.terrarium.python.arrow.Structs.STREAM_GET_LAST_ERROR;
import static dev.terrarium.python.arrow.Structs.STREAM_GET_NEXT;
import static dev.terrarium.python.arrow.Structs.STREAM_GET_SCHEMA;
import static dev.terrarium.python.arrow.Structs.STREAM_PRIVATE;
import static dev.terrarium.python.arrow.Structs.STREAM_RELEASE;

import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyMem;
import dev.terrarium.capi.Upcalls;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// `ArrowArrayStream` structs of ours that others hold and read batch by batch.
///
/// They may read on any thread, with the GIL or without. What fails in Java is a number and a text
/// for them, which is all that C knows of failures; the exception is kept for a reader in Java.
final class LentStream {
  private static final Logger LOGGER = System.getLogger("dev.terrarium.python");

  /// `EIO`.
  private static final long FAILED = 5;

  private static final Map<Long, LentStream> OUT = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();

  private static final long GET_SCHEMA = Upcalls.stub(method("getSchema", long.class, 2));
  private static final long GET_NEXT = Upcalls.stub(method("getNext", long.class, 2));
  private static final long GET_LAST_ERROR = Upcalls.stub(method("getLastError", long.class, 1));
  private static final long RELEASE = Upcalls.stub(method("released", void.class, 1));

  private final ArrowField root;
  private final LentBatches batches;
  private final Executor here;

  /// What failed last, and its text in C; a stream is read by one thread at a time.
  private @Nullable Throwable thrown;

  private long text;

  private LentStream(ArrowField root, LentBatches batches, Executor here) {
    this.root = root;
    this.batches = batches;
    this.here = here;
  }

  /// Fills a struct, which is the caller's.
  ///
  /// @param here runs what is asked of the batches, and returns when it has run
  static void write(long stream, ArrowField root, LentBatches batches, Executor here) {
    long number = NUMBERS.incrementAndGet();
    OUT.put(number, new LentStream(root, batches, here));
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

  /// What a stream of ours has failed with last; null where it has not, or is not ours.
  static @Nullable Throwable thrown(long stream) {
    if (Memory.getLong(stream + STREAM_GET_NEXT) != GET_NEXT) {
      return null;
    }
    LentStream lent = OUT.get(Memory.getLong(stream + STREAM_PRIVATE));
    return lent == null ? null : lent.thrown;
  }

  /// `int (ArrowArrayStream *, ArrowSchema *out)`.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static long getSchema(long stream, long out) {
    if (Upcalls.areInChild()) {
      return FAILED;
    }
    LentStream lent = OUT.get(Memory.getLong(stream + STREAM_PRIVATE));
    return lent == null ? FAILED : lent.tried(() -> Schemas.write(out, lent.root));
  }

  /// `int (ArrowArrayStream *, ArrowArray *out)`: a released struct is the end.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static long getNext(long stream, long out) {
    if (Upcalls.areInChild()) {
      return FAILED;
    }
    LentStream lent = OUT.get(Memory.getLong(stream + STREAM_PRIVATE));
    return lent == null ? FAILED : lent.tried(() -> lent.here.execute(() -> lent.give(out)));
  }

  private void give(long out) {
    LentBatches.Part part = batches.next();
    if (part == null) {
      Memory.putLong(out + Structs.ARRAY_RELEASE, 0);
      return;
    }
    try {
      LentArray.write(out, part.node(), part.holder());
    } finally {
      part.holder().release();
    }
  }

  private long tried(Runnable work) {
    try {
      work.run();
      return 0;
    } catch (Throwable failed) {
      thrown = failed;
      say(failed.toString());
      return FAILED;
    }
  }

  private void say(String words) {
    byte[] bytes = words.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
    PyMem.PyMem_RawFree(text);
    text = PyMem.PyMem_RawMalloc(bytes.length + 1L);
    if (text != 0) {
      Memory.putBytes(text, bytes);
      Memory.putByte(text + bytes.length, (byte) 0);
    }
  }

  /// `const char *(ArrowArrayStream *)`: lives until the next failure, or the release.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static long getLastError(long stream) {
    if (Upcalls.areInChild()) {
      return 0;
    }
    LentStream lent = OUT.get(Memory.getLong(stream + STREAM_PRIVATE));
    return lent == null ? 0 : lent.text;
  }

  /// `void (ArrowArrayStream *)`: on any thread, with the GIL or without.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void released(long stream) {
    if (Upcalls.areInChild()) {
      Memory.putLong(stream + STREAM_RELEASE, 0);
      return;
    }
    LentStream lent = OUT.remove(Memory.getLong(stream + STREAM_PRIVATE));
    Memory.putLong(stream + STREAM_RELEASE, 0);
    if (lent == null) {
      return;
    }
    try {
      lent.here.execute(lent.batches::close);
    } catch (Throwable failed) { // C code asks for nothing, so nobody else can be told.
      LOGGER.log(
          Level.WARNING, "a stream of tables that Python has released did not close", failed);
    } finally {
      PyMem.PyMem_RawFree(lent.text);
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
