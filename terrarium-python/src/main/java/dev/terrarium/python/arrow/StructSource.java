package dev.terrarium.python.arrow;

import dev.terrarium.capi.FunctionPointer;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyMem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The batches of an `ArrowArrayStream` that somebody else made and that was moved here.
final class StructSource implements BatchSource {
  /// The struct, in a block of our own.
  private final long stream;

  private final ArrowField root;
  private final CData.Producer producer;

  private StructSource(long stream, ArrowField root, CData.Producer producer) {
    this.stream = stream;
    this.root = root;
    this.producer = producer;
  }

  /// Moves a struct here and asks it for its columns.
  static ArrowStream open(long given, CData.Producer producer) {
    if (Memory.getLong(given + Structs.STREAM_RELEASE) == 0) {
      throw new IllegalStateException(
          "the Arrow stream was used already: it is read once, so ask its producer for another");
    }
    long stream = Schemas.allocate(Structs.STREAM_SIZE);
    for (long at = 0; at < Structs.STREAM_SIZE; at += 8) {
      Memory.putLong(stream + at, Memory.getLong(given + at));
    }
    Memory.putLong(given + Structs.STREAM_RELEASE, 0);
    try {
      ArrowField root = ask(producer.calls(), () -> schema(stream));
      return new ArrowStream(CData.tableOf(root), new StructSource(stream, root, producer));
    } catch (Throwable refused) {
      producer.calls().execute(() -> end(stream));
      throw refused;
    }
  }

  @Override
  public @Nullable ArrowTable next() {
    return ask(producer.calls(), this::take);
  }

  @Override
  public void close() {
    producer.calls().execute(() -> end(stream));
  }

  @Override
  public void forgotten() {
    producer.releases().execute(() -> end(stream));
  }

  private static void end(long stream) {
    CData.releaseStream(stream);
    PyMem.PyMem_RawFree(stream);
  }

  private static ArrowField schema(long stream) {
    long schema = Schemas.allocate(Structs.SCHEMA_SIZE);
    try {
      check(stream, Memory.getLong(stream + Structs.STREAM_GET_SCHEMA), schema);
      try {
        return Schemas.read(schema);
      } finally {
        Schemas.release(schema);
      }
    } finally {
      PyMem.PyMem_RawFree(schema);
    }
  }

  private @Nullable ArrowTable take() {
    long array = Schemas.allocate(Structs.ARRAY_SIZE);
    Memory.putLong(array + Structs.ARRAY_RELEASE, 0);
    try {
      check(stream, Memory.getLong(stream + Structs.STREAM_GET_NEXT), array);
    } catch (Throwable failed) {
      PyMem.PyMem_RawFree(array);
      throw failed;
    }
    if (Memory.getLong(array + Structs.ARRAY_RELEASE) == 0) {
      PyMem.PyMem_RawFree(array);
      return null;
    }
    return CData.taken(root, array, producer.releases());
  }

  /// What a stream of ours has thrown is thrown again; others leave a number and a text.
  private static void check(long stream, long function, long out) {
    int error = (int) FunctionPointer.call(function, stream, out);
    if (error == 0) {
      return;
    }
    Throwable thrown = LentStream.thrown(stream);
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error unchecked) {
      throw unchecked;
    }
    long text =
        FunctionPointer.call(Memory.getLong(stream + Structs.STREAM_GET_LAST_ERROR), stream);
    throw new UncheckedIOException(
        new IOException(
            "the stream of a table failed with error %d: %s"
                .formatted(error, text == 0 ? "no more is known" : Memory.getString(text))));
  }

  /// The answer of what runs where a producer may be called.
  private static <R extends @Nullable Object> R ask(
      Executor calls, java.util.function.Supplier<R> question) {
    AtomicReference<List<R>> answer = new AtomicReference<>();
    calls.execute(() -> answer.set(java.util.Collections.singletonList(question.get())));
    return java.util.Objects.requireNonNull(answer.get()).getFirst();
  }
}
