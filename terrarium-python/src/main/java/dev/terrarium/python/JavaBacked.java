package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.MethodObject;
import dev.terrarium.capi.ObjectApi;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/// Python objects that stand for a Java iterator, iterable, future or publisher: Python uses them
/// by its own protocols, and they are the same Java object when they come back. Needs the GIL.
///
/// Each is an instance of a class of the package `terrarium` whose attribute `_java` is the one
/// function through which it reaches its Java object.
final class JavaBacked {
  /// A function that stands for a Java object.
  interface Source extends JavaFunction {
    /// The object.
    Object behind();
  }

  private JavaBacked() {}

  /// A new reference to the Python object for a Java one, or 0 where it has no protocol in Python.
  ///
  /// @param exposing whether what comes out of it is exposed where no conversion has a rule for it
  static long of(Attachment attachment, Object value, boolean exposing) {
    return switch (value) {
      case Path _, Throwable _ -> 0; // Iterable, and something else altogether.
      case CompletionStage<?> stage ->
          create(
              attachment,
              "_futures.JavaFuture",
              JavaAwaitable.of(attachment.interpreter, stage, exposing));
      case Future<?> future ->
          create(
              attachment,
              "_futures.JavaFuture",
              JavaAwaitable.of(attachment.interpreter, future, exposing));
      case Flow.Publisher<?> publisher ->
          create(
              attachment,
              "_flows.JavaPublisher",
              new JavaPublication(attachment.interpreter, publisher, exposing));
      case Iterator<?> iterator ->
          create(
              attachment,
              "_iteration.JavaIterator",
              new JavaIteration(iterator, iterator, exposing));
      case BaseStream<?, ?> stream ->
          create(
              attachment,
              "_iteration.JavaIterator",
              new JavaIteration(stream.iterator(), stream, exposing));
      case Iterable<?> iterable ->
          create(attachment, "_iteration.JavaIterable", new JavaIteration.Anew(iterable, exposing));
      default -> 0;
    };
  }

  private static long create(Attachment attachment, String type, Source source) {
    Border border = attachment.border;
    Interpreter interpreter = attachment.interpreter;
    long backed = interpreter.functions.of(border, "terrarium." + type);
    interpreter.backedTypes.add(backed);
    long function = JavaCallables.create(interpreter, type, source);
    try {
      return border.callRaw(backed, function);
    } finally {
      Macros.Py_DECREF(function);
    }
  }

  /// The Java object that a Python object stands for, or null.
  static @Nullable Object behind(Attachment attachment, long object) {
    if (Macros.Py_TYPE(object) == MethodObject.PyCFunction_Type) {
      return JavaCallables.behind(attachment.interpreter, object) instanceof Source source
          ? source.behind()
          : null;
    }
    if (!attachment.interpreter.backedTypes.contains(Macros.Py_TYPE(object))) {
      return null;
    }
    Border border = attachment.border;
    long function = Modules.attribute(border, object, "_java");
    if (function == ObjectApi._Py_NoneStruct) {
      Macros.Py_DECREF(function);
      return null;
    }
    long capsule = Modules.attribute(border, function, "__self__");
    try {
      return JavaCallables.carried(attachment.interpreter, capsule) instanceof Source source
          ? source.behind()
          : null;
    } finally {
      Macros.Py_DECREF(capsule);
      Macros.Py_DECREF(function);
    }
  }
}
