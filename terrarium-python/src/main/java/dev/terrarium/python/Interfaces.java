package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.python.convert.Mismatch;
import dev.terrarium.python.reflect.InterfaceShape;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Python objects as implementations of Java interfaces.
///
/// An interface with one method to implement is bound to a callable, which is called itself; any
/// other to an object whose functions and attributes have the methods' names. What does not fit is
/// refused when it is bound, with every fault at once.
final class Interfaces {
  private final Map<Type, InterfaceShape> shapes = new ConcurrentHashMap<>();

  /// A Java object that implements an interface by a Python one. Needs the GIL.
  ///
  /// @param object borrowed
  /// @throws Mismatch when the object does not fit the interface
  Object implement(Attachment attachment, long object, Type type) {
    Class<?> raw = TypeArguments.raw(type);
    String refusal = InterfaceShape.refusal(raw);
    if (refusal != null) {
      throw new Mismatch("a Python object cannot become one: " + refusal);
    }
    InterfaceShape shape = shape(type);
    List<String> faults = new ArrayList<>(shape.ambiguities());
    Map<Method, MethodPlan> plans = new InterfacePlanner(attachment, shape, faults).plan(object);
    if (!faults.isEmpty()) {
      throw new Mismatch(
          "expected %s, which %s is not:\n  %s"
              .formatted(
                  raw.getSimpleName(),
                  attachment.fromPython.describe(object),
                  String.join("\n  ", faults)));
    }
    return create(attachment.interpreter, shape, plans, object);
  }

  /// The interface taken apart, once for each type.
  InterfaceShape shape(Type type) {
    return shapes.computeIfAbsent(type, it -> InterfaceShape.of(it, Interfaces::written));
  }

  private static @Nullable String written(Method method) {
    PythonName name = method.getAnnotation(PythonName.class);
    return name == null ? null : name.value();
  }

  private static Object create(
      Interpreter interpreter, InterfaceShape shape, Map<Method, MethodPlan> plans, long object) {
    Macros.Py_INCREF(object);
    return Proxy.newProxyInstance(
        shape.raw().getClassLoader(),
        new Class<?>[] {shape.raw()},
        new PythonProxy(interpreter, shape, plans, object));
  }
}
