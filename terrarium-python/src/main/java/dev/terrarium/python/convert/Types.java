package dev.terrarium.python.convert;

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

/// Java types with their variables filled in: what a component of `Box<T>` is in a `Box<String>`.
final class Types {
  private Types() {}

  /// A parameterised type of our own making.
  private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
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
      return raw.getDeclaringClass();
    }
  }

  private record ArrayOf(Type component) implements GenericArrayType {
    @Override
    public Type getGenericComponentType() {
      return component;
    }
  }

  /// What the variables of a generic class stand for.
  static Map<TypeVariable<?>, Type> bindings(ParameterizedType type) {
    TypeVariable<?>[] variables = ((Class<?>) type.getRawType()).getTypeParameters();
    Type[] arguments = type.getActualTypeArguments();
    Map<TypeVariable<?>, Type> bindings = new HashMap<>();
    for (int i = 0; i < variables.length; i++) {
      bindings.put(variables[i], arguments[i]);
    }
    return bindings;
  }

  /// A type without variables; one that is not bound becomes the class that bounds it.
  static Type resolve(Type type, Map<TypeVariable<?>, Type> bindings) {
    return switch (type) {
      case TypeVariable<?> variable -> {
        Type bound = bindings.get(variable);
        yield bound != null ? bound : raw(variable.getBounds()[0]);
      }
      case ParameterizedType generic ->
          new Parameterized(
              raw(generic),
              Arrays.stream(generic.getActualTypeArguments())
                  .map(argument -> resolve(argument, bindings))
                  .toList());
      case WildcardType wildcard -> resolve(wildcard.getUpperBounds()[0], bindings);
      case GenericArrayType array -> {
        Type component = resolve(array.getGenericComponentType(), bindings);
        yield component instanceof Class<?> plain ? plain.arrayType() : new ArrayOf(component);
      }
      default -> type;
    };
  }

  /// The class of a type, without arguments.
  static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      case GenericArrayType array -> raw(array.getGenericComponentType()).arrayType();
      case TypeVariable<?> variable -> raw(variable.getBounds()[0]);
      case WildcardType wildcard -> raw(wildcard.getUpperBounds()[0]);
      default -> Object.class;
    };
  }
}
