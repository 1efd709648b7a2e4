package dev.terrarium.python.reflect;

import dev.terrarium.python.reflect.Argument.Kind;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How well an argument fits a parameter: a rank, the lower the better, or [#NEVER].
///
/// The order of the lists below is the rule: an int goes to `long` rather than `int`, to `int`
/// rather than `double`, to anything rather than `Object`. What is behind the lists, an object of
/// Python's own for a type that is not known to the rules, may fit and is tried.
public final class Fit {
  /// It does not fit.
  public static final int NEVER = -1;

  private static final int MAYBE = 50;
  private static final int ANYTHING = 99;

  private static final List<Class<?>> INTEGERS =
      List.of(
          long.class,
          Long.class,
          int.class,
          Integer.class,
          BigInteger.class,
          short.class,
          Short.class,
          byte.class,
          Byte.class,
          double.class,
          Double.class,
          float.class,
          Float.class,
          Number.class);

  private static final List<Class<?>> FLOATS =
      List.of(double.class, Double.class, float.class, Float.class, Number.class);

  private static final Map<Kind, List<Class<?>>> ORDER =
      Map.of(
          Kind.BOOL, List.of(boolean.class, Boolean.class),
          Kind.FLOAT, FLOATS,
          Kind.TEXT, List.of(String.class, CharSequence.class),
          Kind.BYTES, List.of(byte[].class),
          Kind.LIST, List.of(List.class, Collection.class, Iterable.class),
          Kind.TUPLE, List.of(List.class, Collection.class, Iterable.class),
          Kind.SET, List.of(Set.class, Collection.class, Iterable.class),
          Kind.DICT, List.of(Map.class));

  private Fit() {}

  /// The rank of an argument for a parameter of a class.
  public static int rank(Argument argument, Class<?> parameter) {
    if (parameter == Object.class) {
      return ANYTHING;
    }
    if (parameter == Optional.class) {
      return argument.kind() == Kind.NONE ? 0 : MAYBE;
    }
    return switch (argument.kind()) {
      case NONE -> parameter.isPrimitive() ? NEVER : 1;
      case JAVA -> ofJava(argument, parameter);
      case INT -> ofInteger(argument, parameter);
      case TEXT -> ofText(argument, parameter);
      case LIST, TUPLE -> parameter.isArray() ? 10 : listed(argument.kind(), parameter);
      case DICT -> parameter.isRecord() ? 10 : listed(argument.kind(), parameter);
      case BOOL, FLOAT, BYTES, SET -> listed(argument.kind(), parameter);
      case CALLABLE -> parameter.isInterface() ? 0 : maybe(parameter);
      case OTHER -> maybe(parameter);
    };
  }

  private static int listed(Kind kind, Class<?> parameter) {
    int place = ORDER.getOrDefault(kind, List.of()).indexOf(parameter);
    return place < 0 ? NEVER : place;
  }

  private static int ofJava(Argument argument, Class<?> parameter) {
    if (!parameter.isInstance(argument.java())) {
      return NEVER;
    }
    return argument.java() != null && argument.java().getClass() == parameter ? 0 : 1;
  }

  private static int ofInteger(Argument argument, Class<?> parameter) {
    int place = INTEGERS.indexOf(parameter);
    return place < 0 || argument.bits() > width(parameter) ? NEVER : place;
  }

  private static int width(Class<?> type) {
    if (type == long.class || type == Long.class) {
      return Long.SIZE;
    }
    if (type == int.class || type == Integer.class) {
      return Integer.SIZE;
    }
    if (type == short.class || type == Short.class) {
      return Short.SIZE;
    }
    return type == byte.class || type == Byte.class ? Byte.SIZE : Integer.MAX_VALUE;
  }

  private static int ofText(Argument argument, Class<?> parameter) {
    boolean character = parameter == char.class || parameter == Character.class;
    return character && argument.bits() == 1 ? 5 : listed(Kind.TEXT, parameter);
  }

  /// A parameter of a type that no rule mentions; a value of a primitive type would have one.
  private static int maybe(Class<?> parameter) {
    return parameter.isPrimitive() ? NEVER : MAYBE;
  }
}
