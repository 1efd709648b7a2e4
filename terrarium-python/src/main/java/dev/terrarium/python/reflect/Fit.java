package dev.terrarium.python.reflect;

import dev.terrarium.python.reflect.Argument.Kind;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How well an argument fits a parameter: a rank, the lower the better, or [#NEVER].
///
/// The order of the lists below is the rule: an int goes to `long` rather than `int`, to `int`
/// rather than `double`, to anything rather than `Object`. What is behind the lists, an object of
/// Python's own for a type that is not known to the rules, may fit and is tried.
public final class Fit {
  /// It does not fit.
  public static final int NEVER = -1;

  private static final int ARRAY = 10;
  private static final int RECORD = 10;
  private static final int MAYBE = 50;
  private static final int PARENT = 90;
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
          BigDecimal.class,
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
    if (Optionals.has(parameter) && !parameter.isInstance(argument.java())) {
      return argument.kind() == Kind.NONE ? 0 : MAYBE;
    }
    int rank =
        switch (argument.kind()) {
          case NONE -> parameter.isPrimitive() ? NEVER : 1;
          case JAVA -> ofJava(argument.java(), parameter);
          case INT -> ofInteger(argument, parameter);
          case TEXT -> ofText(argument, parameter);
          case LIST, TUPLE -> parameter.isArray() ? ARRAY : listed(argument.kind(), parameter);
          case DICT -> parameter.isRecord() ? RECORD : listed(argument.kind(), parameter);
          case BOOL, FLOAT, BYTES, SET -> listed(argument.kind(), parameter);
          case CALLABLE -> parameter.isInterface() ? 0 : maybe(parameter);
          case OTHER -> ofOther(argument.java(), parameter);
        };
    if (rank == NEVER && isOfUser(parameter)) {
      return argument.kind() == Kind.JAVA ? NEVER : MAYBE;
    }
    return rank == NEVER && isParent(parameter, argument) ? PARENT : rank;
  }

  /// Whether a parameter is of a class that the user may have a converter for, or an enum or a
  /// record. Any object may implement an interface, which says too little to be tried.
  private static boolean isOfUser(Class<?> parameter) {
    return !parameter.isPrimitive()
        && !parameter.isArray()
        && !parameter.isInterface()
        && !parameter.getName().startsWith("java.");
  }

  /// Whether a parameter takes the value that the argument becomes where no type is asked for:
  /// `Comparable` takes a text, `AbstractList` a list.
  private static boolean isParent(Class<?> parameter, Argument argument) {
    Class<?> value =
        switch (argument.kind()) {
          case BOOL -> Boolean.class;
          case INT -> argument.bits() > Long.SIZE ? BigInteger.class : Long.class;
          case FLOAT -> Double.class;
          case TEXT -> String.class;
          case LIST, TUPLE -> ArrayList.class;
          case SET -> LinkedHashSet.class;
          case DICT -> LinkedHashMap.class;
          case BYTES -> byte[].class;
          case NONE, CALLABLE, JAVA, OTHER -> null;
        };
    return value != null && parameter.isAssignableFrom(value);
  }

  private static int listed(Kind kind, Class<?> parameter) {
    int place = ORDER.getOrDefault(kind, List.of()).indexOf(parameter);
    return place < 0 ? NEVER : place;
  }

  private static int ofJava(@Nullable Object java, Class<?> parameter) {
    if (!MethodType.methodType(parameter).wrap().returnType().isInstance(java)) {
      return NEVER;
    }
    return java != null && java.getClass() == parameter ? 0 : 1;
  }

  /// A value that the rules do not mention goes to the class it becomes in Java, if need be to one
  /// that it may be read as.
  private static int ofOther(@Nullable Object java, Class<?> parameter) {
    int known = java == null ? NEVER : ofJava(java, parameter);
    return known == NEVER ? maybe(parameter) : known;
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
