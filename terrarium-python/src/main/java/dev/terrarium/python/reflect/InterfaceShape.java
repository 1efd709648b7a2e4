package dev.terrarium.python.reflect;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an interface asks of an object that is to implement it.
///
/// The methods that [Object] has anyway are not among them.
public final class InterfaceShape {
  private final Type type;
  private final Map<Method, InterfaceMethod> methods;

  private final Map<Method, Optional<MethodHandle>> bodies = new ConcurrentHashMap<>();

  private InterfaceShape(Type type, Map<Method, InterfaceMethod> methods) {
    this.type = type;
    this.methods = methods;
  }

  /// Takes an interface apart.
  ///
  /// @param type a class, or a class with its arguments
  /// @param names the Python name that a method was given, or null
  public static InterfaceShape of(Type type, Function<Method, @Nullable String> names) {
    TypeArguments arguments = TypeArguments.of(type);
    Map<Method, InterfaceMethod> methods = new LinkedHashMap<>();
    Arrays.stream(TypeArguments.raw(type).getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !isOfObject(method))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString))
        .forEach(method ->
            methods.put(method, InterfaceMethod.of(method, names.apply(method), arguments)));
    return new InterfaceShape(type, methods);
  }

  /// Why a class cannot be implemented by an object of another language, or null where it can.
  public static @Nullable String refusal(Class<?> type) {
    String name = type.getTypeName();
    if (!type.isInterface()) {
      return name + " is no interface";
    }
    if (type.isAnnotation()) {
      return name + " is an annotation";
    }
    if (type.isSealed()) {
      return name + " is sealed: only the classes it permits can implement it";
    }
    if (type.isHidden()) {
      return name + " is a hidden interface, which no class can name";
    }
    if (InterfaceShape.of(type, _ -> null).methods.isEmpty()) {
      return name + " declares no method to implement";
    }
    return null;
  }

  private static boolean isOfObject(Method method) {
    try {
      Method ofObject = Object.class.getMethod(method.getName(), method.getParameterTypes());
      return !Modifier.isFinal(ofObject.getModifiers());
    } catch (NoSuchMethodException notThere) {
      return false;
    }
  }

  /// The interface.
  public Class<?> raw() {
    return TypeArguments.raw(type);
  }

  /// The interfaces together: what an object must have that implements them all.
  ///
  /// @param shapes one at least
  public static InterfaceShape all(List<InterfaceShape> shapes) {
    Map<Method, InterfaceMethod> methods = new LinkedHashMap<>();
    shapes.forEach(shape -> methods.putAll(shape.methods));
    return new InterfaceShape(shapes.getFirst().type, methods);
  }

  /// Every method, bridges and repetitions too, as a call may name any of them.
  public Map<Method, InterfaceMethod> methods() {
    return methods;
  }

  /// The methods without a body, each once.
  public List<InterfaceMethod> abstractMethods() {
    List<InterfaceMethod> found = new ArrayList<>();
    for (InterfaceMethod method : methods.values()) {
      boolean repeated = found.stream().anyMatch(other -> overrides(other, method));
      if (method.isAbstract() && !repeated) {
        found.add(method);
      }
    }
    return found;
  }

  /// The methods with a body, those apart that the compiler made.
  public List<InterfaceMethod> defaultMethods() {
    return methods.values().stream()
        .filter(method -> method.method().isDefault() && !method.method().isSynthetic())
        .toList();
  }

  /// A handle for the body of a default method; null where only a proxy of the interface itself may
  /// call it, as those of the JDK.
  public @Nullable MethodHandle body(Method method) {
    return bodies
        .computeIfAbsent(method, it -> Optional.ofNullable(Reach.special(it)))
        .orElse(null);
  }

  /// The one method that a lambda would implement, or null where there is not exactly one.
  /// `close()` does not count beside another.
  public @Nullable InterfaceMethod functional() {
    List<InterfaceMethod> all = abstractMethods();
    List<InterfaceMethod> open = all.stream().filter(method -> !method.closes()).toList();
    List<InterfaceMethod> counted = open.isEmpty() ? all : open;
    return counted.size() == 1 ? counted.getFirst() : null;
  }

  /// What keeps a dynamic language from telling the interface's methods apart: overloads that take
  /// the same number of arguments.
  public List<String> ambiguities() {
    List<String> faults = new ArrayList<>();
    List<InterfaceMethod> all = abstractMethods();
    for (int i = 0; i < all.size(); i++) {
      for (InterfaceMethod other : all.subList(i + 1, all.size())) {
        if (sameCall(all.get(i), other)) {
          faults.add(
              "%s and %s take the same number of arguments: give one of them another name by @PythonName"
                  .formatted(all.get(i).title(), other.title()));
        }
      }
    }
    return faults;
  }

  private static boolean sameCall(InterfaceMethod one, InterfaceMethod other) {
    return one.names().getFirst().equals(other.names().getFirst())
        && one.parameters().size() == other.parameters().size();
  }

  private static boolean overrides(InterfaceMethod one, InterfaceMethod other) {
    return one.method().getName().equals(other.method().getName())
        && one.parameters().equals(other.parameters());
  }

  @Override
  public String toString() {
    return type.getTypeName();
  }
}
