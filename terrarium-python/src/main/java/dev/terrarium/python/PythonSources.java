package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Python's awaitables, async iterables and iterables, read as the Java types that are asked for.
/// What is read outlives the region. Needs the GIL.
final class PythonSources {
  private PythonSources() {}

  /// The Java object for a Python one; null where the type is none of these, or the object does not
  /// fit it.
  ///
  /// @param object borrowed
  static @Nullable Object read(Attachment attachment, long object, Class<?> raw, Type wanted) {
    if (raw == CompletableFuture.class || raw == CompletionStage.class || raw == Future.class) {
      return has(attachment, object, "__await__")
          ? PyFuture.of(attachment.region(), borrowed(attachment, object), item(wanted))
          : null;
    }
    if (raw == Flow.Publisher.class) {
      return has(attachment, object, "__aiter__")
          ? PyPublisher.of(attachment.region(), borrowed(attachment, object), item(wanted))
          : null;
    }
    if (raw == Iterator.class || raw == Stream.class) {
      if (!has(attachment, object, "__iter__")) {
        return null;
      }
      long iterator = PyIteration.of(attachment.border, object);
      Items<?> items = new KeptItems<>(new PyRef(attachment.interpreter, iterator), item(wanted));
      return raw == Stream.class ? items.stream() : items;
    }
    return null;
  }

  private static PyObject borrowed(Attachment attachment, long object) {
    return attachment.border.borrowed(object);
  }

  /// Whether the type of an object has a method, as Python's own protocols ask.
  private static boolean has(Attachment attachment, long object, String method) {
    return PyIteration.has(attachment.border, Macros.Py_TYPE(object), method);
  }

  private static ItemType item(Type wanted) {
    return ItemType.travelling(
        wanted instanceof ParameterizedType generic
            ? TypeArguments.of(wanted).resolve(generic.getActualTypeArguments()[0])
            : Object.class);
  }
}
