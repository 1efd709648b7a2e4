package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Java objects whose fields and methods Python may use, and their classes. Needs the GIL.
///
/// Python keeps each class as long as somebody uses it, so that neither side holds the other's
/// classes for ever.
final class ExposedClasses {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /// A number for each class, by which Python finds its own again.
  private static final ClassValue<Integer> NUMBER =
      new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
          return NUMBERS.incrementAndGet();
        }
      };

  /// What reflects and rules the JVM is opaque unless the user exposes that very object.
  private static final Set<String> RESERVED_PACKAGES =
      Set.of("java.lang.reflect", "java.lang.invoke", "java.lang.module");

  private static final Set<Class<?>> RESERVED =
      Set.of(
          Class.class,
          ClassLoader.class,
          Module.class,
          ModuleLayer.class,
          Process.class,
          ProcessHandle.class,
          Runtime.class,
          Thread.class,
          ThreadGroup.class);

  /// `JavaObject`, kept for ever, or 0 before the first class was made.
  private long parent;

  /// A new reference to the Python object for a Java object, or to the Python class for a class.
  long expose(Attachment attachment, Object value) {
    if (value instanceof Class<?> type) {
      return classOf(attachment, type);
    }
    if (value instanceof PyObject || value instanceof PyRef || PythonProxy.behind(value) != null) {
      return attachment.border.convert("$", value); // Python's own already.
    }
    Border border = attachment.border;
    long type = classOf(attachment, value.getClass());
    long handle = JavaCallables.opaque(attachment.interpreter, value);
    try {
      return border.callRaw(
          attachment.interpreter.functions.of(border, "terrarium._objects.wrap"), type, handle);
    } finally {
      Macros.Py_DECREF(handle);
      Macros.Py_DECREF(type);
    }
  }

  /// A new reference to a value converted by its rule, and exposed where it has none, at any depth.
  long convert(Attachment attachment, Exposing exposing) {
    return exposing.always()
        ? expose(attachment, exposing.value())
        : attachment.border.convertExposing(exposing.value());
  }

  /// Whether objects of a class stay opaque where nobody has asked for one of them.
  static boolean isReserved(Class<?> type) {
    return RESERVED_PACKAGES.contains(type.getPackageName())
        || RESERVED.stream().anyMatch(reserved -> reserved.isAssignableFrom(type));
  }

  private long classOf(Attachment attachment, Class<?> type) {
    Border border = attachment.border;
    Functions functions = attachment.interpreter.functions;
    parent = functions.of(border, "terrarium._objects.JavaObject");
    ExposedClass exposed = ExposedClass.of(type);
    return border.call(
        functions.of(border, "terrarium._objects.define"),
        NUMBER.get(type),
        exposed.names(),
        exposed,
        exposed.protocols(),
        exposed.methods(),
        exposed.fields());
  }

  private static @Nullable Object classBehind(Attachment attachment, long type) {
    long function = Modules.attribute(attachment.border, type, "_invoke");
    try {
      return JavaCallables.behind(attachment.interpreter, function) instanceof ExposedClass exposed
          ? exposed.type()
          : null;
    } finally {
      Macros.Py_DECREF(function);
    }
  }

  /// The Java object behind an exposed one, or null for any other object.
  ///
  /// @param object borrowed
  @Nullable Object behind(Attachment attachment, long object) {
    if (parent == 0) {
      return null;
    }
    long type = Macros.Py_TYPE(object);
    if (type == Macros.Py_TYPE(parent)) {
      return object == parent ? null : classBehind(attachment, object);
    }
    if (ObjectApi.PyType_IsSubtype(type, parent) == 0) {
      return null;
    }
    long handle = Modules.attribute(attachment.border, object, "_java");
    try {
      return JavaCallables.carried(attachment.interpreter, handle);
    } finally {
      Macros.Py_DECREF(handle);
    }
  }
}
