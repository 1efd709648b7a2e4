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
    check(attachment, object, raw, faults);
    return create(attachment.interpreter, shape, plans, object, List.of(raw));
  }

  /// A Java object that implements all interfaces that the class of a Python object names. Needs
  /// the GIL.
  ///
  /// @param object borrowed
  /// @throws Mismatch when the object does not fit them
  Object implementAll(Attachment attachment, long object, List<Class<?>> interfaces) {
    InterfaceShape shape = InterfaceShape.all(interfaces.stream().map(this::shape).toList());
    List<String> faults = new ArrayList<>();
    InterfacePlanner planner = new InterfacePlanner(attachment, shape, faults);
    Map<Method, MethodPlan> plans = planner.planMembers(object);
    check(attachment, object, shape.raw(), faults);
    return create(attachment.interpreter, shape, plans, object, interfaces);
  }

  private static void check(
      Attachment attachment, long object, Class<?> wanted, List<String> faults) {
    if (!faults.isEmpty()) {
      throw new Mismatch(
          "expected %s, which %s is not:\n  %s"
              .formatted(
                  wanted.getSimpleName(),
                  attachment.fromPython.describe(object),
                  String.join("\n  ", faults)));
    }
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
      Interpreter interpreter,
      InterfaceShape shape,
      Map<Method, MethodPlan> plans,
      long object,
      List<Class<?>> interfaces) {
    Macros.Py_INCREF(object);
    PythonProxy handler = new PythonProxy(interpreter, shape, plans, object);
    return Proxy.newProxyInstance(loader(interfaces), interfaces.toArray(Class<?>[]::new), handler);
  }

  /// A class loader that sees all of the interfaces, as the one of an application sees those of the
  /// JDK.
  private static @Nullable ClassLoader loader(List<Class<?>> interfaces) {
    return interfaces.stream()
        .filter(each -> interfaces.stream().allMatch(other -> sees(each, other)))
        .findFirst()
        .orElse(interfaces.getFirst())
        .getClassLoader();
  }

  private static boolean sees(Class<?> one, Class<?> other) {
    try {
      return Class.forName(other.getName(), false, one.getClassLoader()) == other;
    } catch (ClassNotFoundException hidden) {
      return false;
    }
  }
}
