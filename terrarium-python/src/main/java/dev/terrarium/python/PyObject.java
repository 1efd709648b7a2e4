package dev.terrarium.python;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Python object, as long as the region of the GIL it was made in is open.
///
/// Every method needs that region and its thread. What Python raises is thrown as
/// [PythonException]; what does not fit a Java type, as [ConversionException]. An object closed
/// early, or used after its region, is an [IllegalStateException].
///
/// Two of these are equal when they are the same Java object, so that they need no GIL in a
/// collection. [#is] asks for Python's identity, [#test] with [Operator#EQUAL] for its equality,
/// [#hash] for its hash.
public final class PyObject implements Iterable<PyObject>, AutoCloseable {
  private final Gil gil;
  private final int slot;
  private long pointer;

  /// @param pointer a reference that the region owns, in that slot
  PyObject(Gil gil, long pointer, int slot) {
    this.gil = gil;
    this.pointer = pointer;
    this.slot = slot;
  }

  /// Calls it with positional arguments.
  public PyObject call(@Nullable Object... arguments) {
    return gil.here()
        ? border().object(border().call(pointer(), arguments))
        : gil.relayed(() -> call(arguments));
  }

  /// Calls it with positional arguments and reads the result, which needs no place in the region.
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <R extends @Nullable Object> R call(Class<R> result, @Nullable Object... arguments) {
    var _ = Given.there(result, "result");
    return gil.here()
        ? (R) border().read(result, border().call(pointer(), arguments))
        : gil.<R>relayed(() -> call(result, arguments));
  }

  /// Calls it with positional and keyword arguments.
  public PyObject call(List<?> arguments, Map<String, ?> keywords) {
    return gil.here()
        ? border()
            .object(
                border()
                    .call(
                        pointer(),
                        Given.there(arguments, "arguments").toArray(),
                        Given.there(keywords, "keywords")))
        : gil.relayed(() -> call(arguments, keywords));
  }

  /// Calls it with keyword arguments, and positional ones before them.
  public PyObject call(Keywords keywords, @Nullable Object... arguments) {
    return gil.here()
        ? border().object(border().call(pointer(), arguments, values(keywords)))
        : gil.relayed(() -> call(keywords, arguments));
  }

  /// Calls it with keyword arguments, and positional ones before them, and reads the result. A null
  /// here is the first positional argument, None.
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <R extends @Nullable Object> R call(
      Class<R> result, @Nullable Keywords keywords, @Nullable Object... arguments) {
    if (keywords == null) {
      return call(result, Given.afterNone(arguments));
    }
    var _ = Given.there(result, "result");
    return gil.here()
        ? (R) border().read(result, border().call(pointer(), arguments, values(keywords)))
        : gil.<R>relayed(() -> call(result, keywords, arguments));
  }

  private static Map<String, @Nullable Object> values(Keywords keywords) {
    return Given.there(keywords, "keywords").values();
  }

  /// Calls a method of it with keyword arguments, and positional ones before them. A null in their
  /// place is the first positional argument, None.
  public PyObject callMethod(
      String name, @Nullable Keywords keywords, @Nullable Object... arguments) {
    if (keywords == null) {
      return callMethod(name, Given.afterNone(arguments));
    }
    try (PyObject method = attr(name)) {
      return method.call(keywords, arguments);
    }
  }

  /// Calls a method of it with positional arguments.
  public PyObject callMethod(String name, @Nullable Object... arguments) {
    var _ = Given.there(name, "name");
    if (!gil.here()) {
      return gil.relayed(() -> callMethod(name, arguments));
    }
    long method = Modules.attribute(border(), pointer(), name);
    try {
      return border().object(border().call(method, arguments));
    } finally {
      Macros.Py_DECREF(method);
    }
  }

  /// An attribute.
  public PyObject attr(String name) {
    var _ = Given.there(name, "name");
    return gil.here()
        ? border().object(Modules.attribute(border(), pointer(), name))
        : gil.relayed(() -> attr(name));
  }

  /// Whether it has an attribute; an attribute that raises anything but AttributeError counts as
  /// there.
  public boolean hasAttr(String name) {
    try (PyObject _ = attr(name)) {
      return true;
    } catch (PythonException raised) {
      return !raised.typeName().equals("AttributeError");
    }
  }

  /// Sets an attribute.
  public void setAttr(String name, @Nullable Object value) {
    var _ = Given.there(name, "name");
    with(
        name,
        attribute ->
            with(value, content -> ObjectApi.PyObject_SetAttr(pointer(), attribute, content)));
  }

  /// The item under a key or index.
  public PyObject item(@Nullable Object key) {
    if (!gil.here()) {
      return gil.relayed(() -> item(key));
    }
    long name = border().convert("key", key);
    long item = Abstract.PyObject_GetItem(pointer(), name);
    Macros.Py_DECREF(name);
    return border().object(border().checked(item));
  }

  /// Sets the item under a key or index.
  public void setItem(@Nullable Object key, @Nullable Object value) {
    with(key, name -> with(value, content -> Abstract.PyObject_SetItem(pointer(), name, content)));
  }

  /// Deletes the item under a key or index.
  public void deleteItem(@Nullable Object key) {
    with(key, name -> Abstract.PyObject_DelItem(pointer(), name));
  }

  /// Its length.
  public long size() {
    if (!gil.here()) {
      return gil.relayed(this::size);
    }
    long size = Abstract.PyObject_Size(pointer());
    if (size < 0) {
      throw border().raised();
    }
    return size;
  }

  /// Whether it is an instance of a class, or of one of a tuple of classes.
  public boolean isInstance(PyObject type) {
    return gil.here()
        ? border()
                .checked(
                    Abstract.PyObject_IsInstance(pointer(), Given.there(type, "type").pointer()))
            == 1
        : gil.relayed(() -> isInstance(type));
  }

  /// Whether it is the very same object as another.
  public boolean is(PyObject other) {
    return pointer() == Given.there(other, "other").pointer();
  }

  /// Whether it is None.
  public boolean isNone() {
    return pointer() == ObjectApi._Py_NoneStruct;
  }

  /// What `bool()` says of it.
  public boolean isTrue() {
    return gil.here()
        ? border().checked(ObjectApi.PyObject_IsTrue(pointer())) == 1
        : gil.relayed(this::isTrue);
  }

  /// Applies an operator to it and another value.
  public PyObject op(Operator operator, @Nullable Object right) {
    var _ = Given.there(operator, "operator");
    return gil.here()
        ? border().object(operator.apply(gil, pointer(), right))
        : gil.relayed(() -> op(operator, right));
  }

  /// Applies an operator to it alone.
  public PyObject op(Operator operator) {
    var _ = Given.there(operator, "operator");
    return gil.here()
        ? border().object(operator.apply(gil, pointer()))
        : gil.relayed(() -> op(operator));
  }

  /// Whether what an operator gives is true, as a comparison is: `x.test(Operator.LESS, 3)`.
  public boolean test(Operator operator, @Nullable Object right) {
    try (PyObject result = op(operator, right)) {
      return result.isTrue();
    }
  }

  /// Whether it contains a value: `value in object`.
  public boolean contains(@Nullable Object value) {
    return test(Operator.CONTAINS, value);
  }

  /// What `hash()` says of it.
  ///
  /// @throws PythonException when it has no hash, as a list
  public long hash() {
    return gil.here() ? Operator.hash(gil, pointer()) : gil.relayed(this::hash);
  }

  /// Enters it as a context manager, for a `try` to exit.
  public PyContext enter() {
    return PyContext.enter(this);
  }

  /// Runs work inside it as a context manager, as Python's `with` does: what the work throws is
  /// shown to `__exit__`, which may take it. Objects made inside end with it.
  ///
  /// @return what the work gives; empty where that is null, or `__exit__` took what it threw
  public <R> Optional<R> with(Function<? super PyObject, ? extends @Nullable R> work) {
    var _ = Given.there(work, "work");
    return PyContext.within(this, work);
  }

  /// Iterates over it; each element belongs to the region, so close those of a long iteration, or
  /// nest a region.
  @Override
  public Iterator<PyObject> iterator() {
    return gil.here()
        ? new PyIterator(
            gil, border().object(border().checked(Abstract.PyObject_GetIter(pointer()))))
        : gil.relayed(this::iterator);
  }

  /// Iterates over it, reading each item as a type: far quicker than [#iterator], since an item
  /// needs no place in the region. Closing the iteration ends a generator.
  public <T extends @Nullable Object> Items<T> iterate(Class<T> type) {
    return iterate(ItemType.here(type));
  }

  /// Iterates over it, reading each item as a type with arguments.
  public <T extends @Nullable Object> Items<T> iterate(TypeRef<T> type) {
    return iterate(ItemType.here(Given.there(type, "type").type()));
  }

  /// Its items as a stream of this region; closing the stream ends a generator.
  public <T extends @Nullable Object> Stream<T> stream(Class<T> type) {
    return iterate(type).stream();
  }

  /// Its items, of a type with arguments, as a stream of this region.
  public <T extends @Nullable Object> Stream<T> stream(TypeRef<T> type) {
    return iterate(type).stream();
  }

  private <T extends @Nullable Object> Items<T> iterate(ItemType type) {
    return gil.here()
        ? new RegionItems<>(gil, border().object(PyIteration.of(border(), pointer())), type)
        : gil.relayed(() -> iterate(type));
  }

  /// Runs it, a coroutine or anything else that can be awaited, on the event loop; the future is
  /// completed with its result, or exceptionally with what it raises. Whoever waits for the future
  /// holds no GIL meanwhile. Cancelling it cancels the coroutine, and so does a timeout.
  ///
  /// @throws PythonException a `TypeError` when it cannot be awaited
  /// @throws IllegalArgumentException for [PyObject], which ends with its region
  public <T extends @Nullable Object> CompletableFuture<T> future(Class<T> type) {
    return future(ItemType.travelling(type));
  }

  /// Runs it on the event loop, for a result of a type with arguments.
  public <T extends @Nullable Object> CompletableFuture<T> future(TypeRef<T> type) {
    return future(ItemType.travelling(Given.there(type, "type").type()));
  }

  /// Runs it on the event loop and waits for the result, without the GIL. What it raises is thrown
  /// as it is; an interrupt of this thread cancels it.
  ///
  /// @throws java.util.concurrent.CancellationException when it was cancelled
  /// @throws IllegalStateException on the loop's own thread, which would wait for itself
  public <T extends @Nullable Object> T await(Class<T> type) throws InterruptedException {
    return this.<T>future(ItemType.travelling(type)).await();
  }

  /// Runs it on the event loop and waits for a result of a type with arguments.
  public <T extends @Nullable Object> T await(TypeRef<T> type) throws InterruptedException {
    return this.<T>future(ItemType.travelling(Given.there(type, "type").type())).await();
  }

  /// An async iterable, such as what an async generator function gives, as a publisher. It runs on
  /// the event loop, for as many items as the subscriber asks for; cancelling the subscription
  /// closes it. An async generator has one subscriber.
  ///
  /// @throws PythonException a `TypeError` when it is no async iterable
  /// @throws IllegalArgumentException for [PyObject], which ends with its region
  public <T> Flow.Publisher<T> publisher(Class<T> type) {
    return publisher(ItemType.travelling(type));
  }

  /// An async iterable as a publisher of a type with arguments.
  public <T> Flow.Publisher<T> publisher(TypeRef<T> type) {
    return publisher(ItemType.travelling(Given.there(type, "type").type()));
  }

  private <T> Flow.Publisher<T> publisher(ItemType type) {
    return gil.here() ? PyPublisher.of(gil, this, type) : gil.relayed(() -> publisher(type));
  }

  private <T extends @Nullable Object> PyFuture<T> future(ItemType type) {
    return gil.here() ? PyFuture.of(gil, this, type) : gil.relayed(() -> future(type));
  }

  /// Reads it as a Java type, exactly or not at all.
  ///
  /// @throws ConversionException with the path of the element that does not fit
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <T extends @Nullable Object> T as(Class<T> type) {
    return (T) asType(type);
  }

  /// Reads it as a Java type with arguments: `as(new TypeRef<List<Double>>() {})`.
  ///
  /// @throws ConversionException with the path of the element that does not fit
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public <T extends @Nullable Object> T as(TypeRef<T> type) {
    return (T) asType(Given.there(type, "type").type());
  }

  private @Nullable Object asType(Type type) {
    var _ = Given.there(type, "type");
    return gil.here()
        ? border().readBorrowed(type, pointer())
        : gil.<@Nullable Object>relayed(() -> asType(type));
  }

  /// The Java value by its own type; what has no rule comes as a PyObject, and None as null.
  public @Nullable Object toJava() {
    return gil.here() ? border().value(pointer()) : gil.<@Nullable Object>relayed(this::toJava);
  }

  /// A view of its memory, where it exports a buffer, as arrays do: not a copy. It ends with the
  /// region at the latest.
  ///
  /// @throws ConversionException when it exports none, or one whose elements are no numbers
  public PyArray array() {
    return as(PyArray.class);
  }

  /// `str()` of it.
  public String str() {
    return text(ObjectApi::PyObject_Str);
  }

  /// `repr()` of it.
  public String repr() {
    return text(ObjectApi::PyObject_Repr);
  }

  /// The name of its type: bare for a built-in one, dotted otherwise.
  public String typeName() {
    return gil.here()
        ? Raised.typeName(border(), Macros.Py_TYPE(pointer()))
        : gil.relayed(this::typeName);
  }

  /// A reference that outlives the region and may be used from any thread.
  public PyRef keep() {
    return gil.here()
        ? new PyRef(gil.attachment.interpreter, newReference())
        : gil.relayed(this::keep);
  }

  /// Releases it before its region ends.
  @Override
  public void close() {
    if (pointer == 0) {
      return;
    }
    if (gil.isHere()) {
      long released = pointer;
      pointer = 0;
      gil.attachment.disown(slot);
      if (gil.attachment.isAtStackEnd()) {
        gil.attachment.interpreter.releases.run(() -> Macros.Py_DECREF(released));
      } else {
        Macros.Py_DECREF(released);
      }
    } else {
      gil.relayed(() -> {
        close();
        return true;
      });
    }
  }

  /// `str()` of it where its region is open, a lone surrogate as its escape; a sentence where it is
  /// not.
  @Override
  public String toString() {
    try {
      return gil.here()
          ? ShownText.of(border(), border().checked(ObjectApi.PyObject_Str(pointer())))
          : gil.relayed(this::toString);
    } catch (Exception unreadable) { // Its text runs anybody's code.
      return "a Python object that cannot be shown here: " + unreadable.getMessage();
    }
  }

  /// A new reference to it, for the caller to release.
  long newReference() {
    long object = pointer();
    Macros.Py_INCREF(object);
    return object;
  }

  /// The pointer, which the region owns.
  ///
  /// @throws IllegalStateException when it was closed
  long pointer() {
    if (pointer == 0) {
      throw new IllegalStateException("this Python object was closed");
    }
    gil.isHere();
    return pointer;
  }

  Gil gil() {
    return gil;
  }

  private Border border() {
    return gil.attachment.border;
  }

  private String text(LongFunction<Long> function) {
    return gil.here()
        ? (String)
            java.util.Objects.requireNonNull(
                border().read(String.class, border().checked(function.apply(pointer()))))
        : gil.relayed(() -> text(function));
  }

  /// Converts a value for an operation that answers with a status.
  private int with(@Nullable Object value, LongFunction<Integer> operation) {
    if (!gil.here()) {
      return gil.relayed(() -> with(value, operation));
    }
    long object = border().convert("value", value);
    try {
      return border().checked((int) operation.apply(object));
    } finally {
      Macros.Py_DECREF(object);
    }
  }
}
