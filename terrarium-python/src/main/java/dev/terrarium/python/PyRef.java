package dev.terrarium.python;

import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import java.lang.ref.Cleaner;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A reference to a Python object that travels: between threads, and beyond the region it was made
/// in.
///
/// Close it, from any thread; the collector closes what was forgotten, some time later. To use it,
/// bring it into a region by [Gil#of(PyRef)], or call it from anywhere by [#call].
public final class PyRef implements AutoCloseable {
  private final Interpreter interpreter;
  private final Hold hold;
  private final Cleaner.Cleanable cleanable;

  /// @param newReference a reference that this one owns from now on
  PyRef(Interpreter interpreter, long newReference) {
    this.interpreter = interpreter;
    this.hold = new Hold(interpreter, newReference);
    this.cleanable = interpreter.cleaner.register(this, hold);
  }

  /// Calls it from any thread, attaching for this one call, and reads the result, which outlives
  /// that: Python objects without a rule come as references, to be closed.
  ///
  /// @throws IllegalStateException when it has been closed
  /// @throws IllegalArgumentException for [PyObject], which ends with its region
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <R extends @Nullable Object> R call(Class<R> result, @Nullable Object... arguments) {
    return (R) called(Given.there(result, "result"), null, arguments);
  }

  /// Calls it from any thread, for a result of a type with arguments.
  ///
  /// @throws IllegalStateException when it has been closed
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <R extends @Nullable Object> R call(TypeRef<R> result, @Nullable Object... arguments) {
    return (R) called(Given.there(result, "result").type(), null, arguments);
  }

  /// Calls it from any thread with keyword arguments, and positional ones before them, attaching
  /// for this one call, and reads the result. A null in their place is the first positional
  /// argument, None.
  ///
  /// @throws IllegalStateException when it has been closed
  /// @throws IllegalArgumentException for [PyObject], which ends with its region
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <R extends @Nullable Object> R call(
      Class<R> result, @Nullable Keywords keywords, @Nullable Object... arguments) {
    return keywords == null
        ? call(result, Given.afterNone(arguments))
        : (R) called(Given.there(result, "result"), keywords, arguments);
  }

  /// Calls it from any thread with keyword arguments, and positional ones before them, for a result
  /// of a type with arguments. A null in their place is the first positional argument, None.
  ///
  /// @throws IllegalStateException when it has been closed
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <R extends @Nullable Object> R call(
      TypeRef<R> result, @Nullable Keywords keywords, @Nullable Object... arguments) {
    return keywords == null
        ? call(result, Given.afterNone(arguments))
        : (R) called(Given.there(result, "result").type(), keywords, arguments);
  }

  private @Nullable Object called(
      Type result, @Nullable Keywords keywords, @Nullable Object[] arguments) {
    ItemType.refuseEnding(result);
    try (Gil gil = interpreter.attach()) {
      return called(gil, result, keywords, arguments);
    }
  }

  private @Nullable Object called(
      Gil gil, Type result, @Nullable Keywords keywords, @Nullable Object[] arguments) {
    if (!gil.here()) {
      return gil.<@Nullable Object>relayed(() -> called(gil, result, keywords, arguments));
    }
    Border border = gil.attachment.border;
    long callable = newReference(interpreter);
    try {
      long value =
          keywords == null
              ? border.call(callable, arguments)
              : border.call(callable, arguments, keywords.values());
      return border.readTravelling("$", result, value);
    } finally {
      Macros.Py_DECREF(callable);
    }
  }

  /// Calls it, an async function, from any thread, and runs what it gives on the event loop; the
  /// future is completed with its result.
  ///
  /// @throws PythonException when the call itself raises, or gives nothing that can be awaited
  /// @throws IllegalStateException when the reference has been closed
  public <T extends @Nullable Object> CompletableFuture<T> callAsync(
      Class<T> result, @Nullable Object... arguments) {
    return withGil(gil -> gil.of(this).call(arguments).future(result));
  }

  /// Calls it, an async function, from any thread, for a result of a type with arguments.
  public <T extends @Nullable Object> CompletableFuture<T> callAsync(
      TypeRef<T> result, @Nullable Object... arguments) {
    return withGil(gil -> gil.of(this).call(arguments).future(result));
  }

  /// Calls it, an async function, from any thread with keyword arguments, and positional ones
  /// before them. A null in their place is the first positional argument, None.
  public <T extends @Nullable Object> CompletableFuture<T> callAsync(
      Class<T> result, @Nullable Keywords keywords, @Nullable Object... arguments) {
    if (keywords == null) {
      return callAsync(result, Given.afterNone(arguments));
    }
    return withGil(gil -> gil.of(this).call(keywords, arguments).future(result));
  }

  /// Calls it, an async function, from any thread with keyword arguments, and positional ones
  /// before them, for a result of a type with arguments. A null in their place is the first
  /// positional argument, None.
  public <T extends @Nullable Object> CompletableFuture<T> callAsync(
      TypeRef<T> result, @Nullable Keywords keywords, @Nullable Object... arguments) {
    if (keywords == null) {
      return callAsync(result, Given.afterNone(arguments));
    }
    return withGil(gil -> gil.of(this).call(keywords, arguments).future(result));
  }

  /// Iterates over it from any thread, taking the GIL for each item; the iteration outlives every
  /// region, and this reference. Close it: that ends a generator.
  ///
  /// @throws IllegalStateException when the reference has been closed
  /// @throws IllegalArgumentException for [PyObject], which ends with its region
  public <T extends @Nullable Object> Items<T> iterate(Class<T> type) {
    return iterate(ItemType.travelling(type));
  }

  /// Iterates over it from any thread, reading each item as a type with arguments.
  public <T extends @Nullable Object> Items<T> iterate(TypeRef<T> type) {
    return iterate(ItemType.travelling(Given.there(type, "type").type()));
  }

  /// Its items as a stream that any thread may draw on; closing the stream ends a generator.
  public <T extends @Nullable Object> Stream<T> stream(Class<T> type) {
    return iterate(type).stream();
  }

  /// Its items, of a type with arguments, as a stream that any thread may draw on.
  public <T extends @Nullable Object> Stream<T> stream(TypeRef<T> type) {
    return iterate(type).stream();
  }

  private <T extends @Nullable Object> Items<T> iterate(ItemType type) {
    return withGil(gil -> {
      try (PyObject iterable = gil.of(this)) {
        long iterator = PyIteration.of(gil.attachment.border, iterable.pointer());
        return new KeptItems<>(new PyRef(interpreter, iterator), type);
      }
    });
  }

  /// Runs work with the GIL held, wherever the current thread may hold it.
  <R extends @Nullable Object> R withGil(Function<Gil, R> work) {
    return interpreter.call(work);
  }

  /// Releases the object. Doing so again does nothing.
  @Override
  public void close() {
    Allocations.ended(hold.allocation);
    cleanable.clean();
  }

  /// Where the object is, or that it was let go. Needs no GIL and does not look at the object.
  @Override
  public String toString() {
    long object = hold.pointer.get();
    return object == 0 ? "PyRef[closed]" : "PyRef[object at 0x%x]".formatted(object);
  }

  /// A new reference to the object; needs the GIL, which keeps a concurrent close from taking
  /// effect.
  long newReference(Interpreter here) {
    if (here != interpreter) {
      throw new IllegalStateException("this reference belongs to another interpreter");
    }
    long object = hold.pointer.get();
    if (object == 0) {
      throw new IllegalStateException("this reference to a Python object was closed");
    }
    Macros.Py_INCREF(object);
    return object;
  }

  /// What is released once, by whoever comes first: the user, or the cleaner.
  private static final class Hold implements Runnable {
    private final Interpreter interpreter;
    private final AtomicLong pointer;
    private final Allocations.@Nullable Allocation allocation;

    Hold(Interpreter interpreter, long pointer) {
      this.interpreter = interpreter;
      this.pointer = new AtomicLong(pointer);
      this.allocation = Allocations.areTracked() ? noted(pointer) : null;
      interpreter.references.incrementAndGet();
    }

    /// An exception's object lives as long as the exception in Java, which nobody closes.
    private static Allocations.@Nullable Allocation noted(long object) {
      long type = Macros.Py_TYPE(object);
      return Allocations.made(
          Macros.PyType_HasFeature(type, Layout.EXCEPTION_SUBCLASS)
              ? LeakReport.Kind.EXCEPTION
              : LeakReport.Kind.REFERENCE,
          Memory.getString(Memory.getLong(type + Layout.TP_NAME)),
          Interpreter.ownerHere());
    }

    @Override
    public void run() {
      long released = pointer.getAndSet(0);
      if (released == 0) {
        return;
      }
      Allocations.forgotten(allocation);
      interpreter.references.decrementAndGet();
      if (interpreter.mayRelease()) {
        Macros.Py_DECREF(released);
      } else {
        interpreter.release(() -> Macros.Py_DECREF(released));
      }
    }
  }
}
