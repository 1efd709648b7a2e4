package dev.terrarium.python.reflect;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the type variables of a type and its supertypes stand for.
///
/// A variable that nothing is known of stands for the class of its bound, `Object` most often; a
/// wildcard for what it is bounded by.
public final class TypeArguments {
  private final Map<TypeVariable<?>, Type> known = new HashMap<>();

  private TypeArguments() {}

  /// Those of a class, or of a class with its arguments.
  public static TypeArguments of(Type type) {
    TypeArguments arguments = new TypeArguments();
    arguments.learn(type);
    return arguments;
  }

  /// The class of a type, without its arguments.
  public static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      case GenericArrayType array -> raw(array.getGenericComponentType()).arrayType();
      case TypeVariable<?> variable -> raw(variable.getBounds()[0]);
      case WildcardType wildcard -> raw(bound(wildcard));
      default -> Object.class;
    };
  }

  /// Another class with the arguments of a type, where it has any.
  public static Type as(Class<?> raw, Type type) {
    return type instanceof ParameterizedType generic
            && generic.getActualTypeArguments().length == raw.getTypeParameters().length
        ? new Parameterized(raw, List.of(generic.getActualTypeArguments()), null)
        : raw;
  }

  /// A type in which no variable and no wildcard is left.
  public Type resolve(Type type) {
    return switch (type) {
      case TypeVariable<?> variable -> {
        Type found = known.get(variable);
        yield found == null ? raw(variable) : found;
      }
      case WildcardType wildcard -> resolve(bound(wildcard));
      case ParameterizedType generic ->
          new Parameterized(
              (Class<?>) generic.getRawType(),
              Arrays.stream(generic.getActualTypeArguments()).map(this::resolve).toList(),
              generic.getOwnerType());
      case GenericArrayType array -> new ArrayOf(resolve(array.getGenericComponentType()));
      default -> type;
    };
  }

  private static Type bound(WildcardType wildcard) {
    Type[] lower = wildcard.getLowerBounds();
    return lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0];
  }

  private void learn(@Nullable Type type) {
    if (type == null) {
      return;
    }
    Class<?> raw = raw(type);
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      TypeVariable<?>[] variables = raw.getTypeParameters();
      for (int i = 0; i < variables.length; i++) {
        known.putIfAbsent(variables[i], resolve(arguments[i]));
      }
    }
    learn(raw.getGenericSuperclass());
    for (Type parent : raw.getGenericInterfaces()) {
      learn(parent);
    }
  }

  /// Equal to any other type of the same parts, whoever made it.
  private record Parameterized(Class<?> raw, List<Type> arguments, @Nullable Type owner)
      implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return owner;
    }

    @Override
    public String toString() {
      List<String> names = arguments.stream().map(Type::getTypeName).toList();
      return raw.getName() + "<" + String.join(", ", names) + ">";
    }
  }

  private record ArrayOf(Type component) implements GenericArrayType {
    @Override
    public Type getGenericComponentType() {
      return component;
    }

    @Override
    public String toString() {
      return component.getTypeName() + "[]";
    }
  }
}
