package dev.terrarium.python;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// A Python async iterable as a publisher: each subscriber has an iteration of its own on the event
/// loop, which runs as far as the subscriber has asked.
///
/// An async generator gives its items once, so its second subscriber gets an error.
final class PyPublisher<T> implements Flow.Publisher<T> {
  private final Interpreter interpreter;
  private final PyRef published;
  private final ItemType type;

  private PyPublisher(Interpreter interpreter, PyRef published, ItemType type) {
    this.interpreter = interpreter;
    this.published = published;
    this.type = type;
  }

  /// Publishes an async iterable in a copy of the current context. Needs the GIL.
  ///
  /// @throws PythonException a `TypeError` when it is no async iterable
  static <T> PyPublisher<T> of(Gil gil, PyObject values, ItemType type) {
    Attachment attachment = gil.attachment;
    Interpreter interpreter = attachment.interpreter;
    Border border = attachment.border;
    long publish = interpreter.functions.of(border, "terrarium._flows.Published");
    long loop = interpreter.loop.loop(attachment);
    try (PyObject published = border.object(border.callRaw(publish, loop, values.pointer()))) {
      return new PyPublisher<>(interpreter, published.keep(), type);
    }
  }

  @Override
  public void subscribe(Flow.@Nullable Subscriber<? super T> subscriber) {
    if (subscriber == null) {
      throw new NullPointerException("a publisher needs a subscriber");
    }
    PyFeed<T> feed = new PyFeed<>(interpreter, type, subscriber);
    feed.begin(gil -> feed(gil, feed));
  }

  /// The Python side of a feed.
  private PyRef feed(Gil gil, PyFeed<T> feed) {
    PyObject deliver = gil.function("deliver", feed);
    return gil.of(published).callMethod("feed", deliver).keep();
  }
}
