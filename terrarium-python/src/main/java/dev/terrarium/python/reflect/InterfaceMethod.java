package dev.terrarium.python.reflect;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A method of an interface, with the types that its use gives it.
///
/// @param method as reflection has it
/// @param pythonName the name that was written down for it, or null
/// @param parameters the types of the parameters, without variables
/// @param result the type of the result, without variables
public record InterfaceMethod(
    Method method, @Nullable String pythonName, List<Type> parameters, Type result) {
  static InterfaceMethod of(Method method, @Nullable String pythonName, TypeArguments arguments) {
    return new InterfaceMethod(
        method,
        pythonName,
        List.of(method.getGenericParameterTypes()).stream().map(arguments::resolve).toList(),
        arguments.resolve(method.getGenericReturnType()));
  }

  /// The number of parameters, the variable one not counted.
  public int fixed() {
    return parameters.size() - (method.isVarArgs() ? 1 : 0);
  }

  /// How many arguments remain when all Optionals at the end are left out.
  public int least() {
    int least = fixed();
    while (!method.isVarArgs()
        && least > 0
        && Optionals.has(TypeArguments.raw(parameters.get(least - 1)))) {
      least--;
    }
    return least;
  }

  /// Whether it has no body.
  public boolean isAbstract() {
    return Modifier.isAbstract(method.getModifiers());
  }

  /// Whether it gives nothing.
  public boolean isVoid() {
    return result == void.class;
  }

  /// Whether it is `AutoCloseable.close()`, or redeclares that.
  public boolean closes() {
    return method.getName().equals("close")
        && parameters.isEmpty()
        && AutoCloseable.class.isAssignableFrom(method.getDeclaringClass());
  }

  /// The names of the function in Python, the likeliest first.
  public List<String> names() {
    return pythonName == null ? Spelling.ofMethod(method.getName()) : List.of(pythonName);
  }

  /// The names of the attribute that it reads or sets, where it can be an accessor.
  public List<String> attributes() {
    String name = method.getName();
    boolean sets = isVoid() && parameters.size() == 1;
    if (pythonName != null) {
      return sets ? List.of(pythonName) : List.of();
    }
    boolean fits = name.startsWith("set") ? sets : !isVoid() && parameters.isEmpty();
    return fits ? Spelling.ofAccessor(name) : List.of();
  }

  /// Its name and the simple names of its parameter types: `score(String, int)`.
  public String title() {
    return method.getName()
        + parameters.stream()
            .map(type -> TypeArguments.raw(type).getSimpleName())
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /// How a refused call names it: `Scorer.score()`.
  public String call() {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
  }

  /// The title with the interface in front: `Scorer.score(String, int)`.
  public String place() {
    return method.getDeclaringClass().getSimpleName() + "." + title();
  }

  @Override
  public String toString() {
    return place();
  }
}
