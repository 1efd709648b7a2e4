package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.python.reflect.InterfaceMethod;
import dev.terrarium.python.reflect.InterfaceShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Java interfaces as abstract Python classes. Needs the GIL.
///
/// Python keeps each class as long as somebody uses it, so that neither side holds the other's
/// classes for ever.
final class AbstractClasses {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /// A number for each interface, by which Python finds its class again.
  private static final ClassValue<Integer> NUMBER =
      new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
          return NUMBERS.incrementAndGet();
        }
      };

  /// `JavaInterface`, kept for ever, or 0 before the first class was made.
  private long parent;

  /// A new reference to the class for an interface.
  ///
  /// @throws IllegalArgumentException when no other class can implement it
  long of(Attachment attachment, Class<?> type) {
    String refusal = InterfaceShape.refusal(type);
    if (refusal != null) {
      throw new IllegalArgumentException("no Python class can implement it: " + refusal);
    }
    InterfaceShape shape = attachment.interpreter.interfaces.shape(type);
    List<String> ambiguities = shape.ambiguities();
    if (!ambiguities.isEmpty()) {
      throw new IllegalArgumentException(
          "no Python class can implement %s: %s"
              .formatted(type.getTypeName(), String.join("; ", ambiguities)));
    }
    Border border = attachment.border;
    Functions functions = attachment.interpreter.functions;
    parent = functions.of(border, "terrarium._abstract.JavaInterface");
    long handle = JavaCallables.opaque(attachment.interpreter, type);
    try (PyObject java = border.object(handle)) {
      return border.call(
          functions.of(border, "terrarium._abstract.define"),
          NUMBER.get(type),
          type.getSimpleName(),
          type.getPackageName(),
          java,
          required(shape),
          defaults(shape));
    }
  }

  /// Name in Java, name in Python, title.
  private static List<Tuple> required(InterfaceShape shape) {
    InterfaceMethod functional = shape.functional();
    return shape.abstractMethods().stream()
        .filter(method -> !method.closes() || method.equals(functional))
        .map(
            method -> Tuple.of(method.names().getFirst(), method.names().getLast(), method.place()))
        .toList();
  }

  /// Name in Java, name in Python, title, and the function that runs the body. Overloads of a
  /// method without a body belong to that.
  private static List<Tuple> defaults(InterfaceShape shape) {
    Map<String, List<InterfaceMethod>> byName = new LinkedHashMap<>();
    for (InterfaceMethod method : shape.defaultMethods()) {
      byName.computeIfAbsent(method.names().getFirst(), _ -> new ArrayList<>()).add(method);
    }
    shape.abstractMethods().forEach(method -> byName.remove(method.names().getFirst()));
    List<Tuple> defaults = new ArrayList<>();
    byName.forEach((name, overloads) -> {
      InterfaceMethod first = overloads.getFirst();
      defaults.add(
          Tuple.of(name, first.names().getLast(), first.place(), new DefaultBody(overloads)));
    });
    return defaults;
  }

  /// The Java object for an instance of such a class that implements a type, or null for any other
  /// object.
  ///
  /// @param object borrowed
  @Nullable Object proxy(Attachment attachment, long object, Class<?> wanted) {
    long type = Macros.Py_TYPE(object);
    if (parent == 0 || ObjectApi.PyType_IsSubtype(type, parent) == 0) {
      return null;
    }
    Border border = attachment.border;
    long find = attachment.interpreter.functions.of(border, "terrarium._abstract.interfaces");
    List<Class<?>> interfaces = new ArrayList<>();
    for (Object each :
        java.util.Objects.requireNonNull(
            (List<?>) border.read(List.class, border.callRaw(find, type)))) {
      interfaces.add((Class<?>) each);
    }
    return interfaces.stream().anyMatch(wanted::isAssignableFrom)
        ? attachment.interpreter.interfaces.implementAll(attachment, object, interfaces)
        : null;
  }
}
