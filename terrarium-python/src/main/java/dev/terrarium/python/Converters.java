package dev.terrarium.python;

import dev.terrarium.python.convert.Conversions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Converters of your own: what a class of yours is in Python, and what a Python class is in Java.
///
/// ```java
/// python.converters().toPython(Money.class, (gil, money) ->
///     gil.importModule("shop").attr("Money").call(money.amount(), money.currency()));
/// python.converters().toJava("shop.Money", Money.class, (gil, money) ->
///     new Money(money.attr("amount").as(BigDecimal.class), money.attr("currency").str()));
/// ```
///
/// They apply wherever a value crosses, at any depth, to the class and to what inherits from it;
/// the nearest one wins, and a class before the interfaces that it implements. The types of the
/// published table keep their own rules; records, enums and everything else can be given others. A
/// converter that throws is a [ConversionException] with the path of the value and the cause.
///
/// There is one set of converters for the interpreter. Safe to use from any thread; a converter
/// runs on the thread that converts, with the GIL held, in a region of its own.
public final class Converters {
  /// Makes of a Java object what Python shall see.
  @FunctionalInterface
  public interface ToPython<T> {
    /// Gives an object made in the region, or any Java value, which is converted in its turn.
    @Nullable Object convert(Gil gil, T value) throws Exception;
  }

  /// Makes of a Python object what Java shall see.
  @FunctionalInterface
  public interface ToJava<T> {
    /// Gives the Java object; what it refers to of Python must be kept by [PyObject#keep].
    T convert(Gil gil, PyObject object) throws Exception;
  }

  /// A converter at its post.
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    /// Removes the converter. Doing so again does nothing.
    @Override
    void close();
  }

  /// A converter to Java and the class it gives.
  record Inward(String pythonType, Class<?> type, ToJava<?> converter) {}

  private volatile Map<Class<?>, ToPython<?>> outward = Map.of();
  private volatile Map<String, Inward> inward = Map.of();

  Converters() {}

  /// Says what objects of a class or interface are in Python.
  ///
  /// @throws IllegalArgumentException for a type with a rule that cannot be changed
  /// @throws IllegalStateException when the class has a converter
  public <T> Registration toPython(Class<T> type, ToPython<? super T> converter) {
    var _ = Given.there(type, "type");
    var _ = Given.there(converter, "converter");
    requireFree(type);
    changeOutward(converters -> {
      if (converters.putIfAbsent(type, converter) != null) {
        throw taken(type.getName());
      }
      return converters;
    });
    return () ->
        changeOutward(converters -> {
          converters.remove(type, converter);
          return converters;
        });
  }

  /// Says what instances of a Python class are in Java, by their own type and where `type` is asked
  /// for.
  ///
  /// @param pythonType the name that [PyObject#typeName] gives: bare for a built-in class, dotted
  ///   otherwise; the class need not exist yet
  /// @throws IllegalArgumentException for a type with a rule that cannot be changed
  /// @throws IllegalStateException when the class has a converter
  public <T> Registration toJava(String pythonType, Class<T> type, ToJava<? extends T> converter) {
    var _ = Given.there(pythonType, "pythonType");
    var _ = Given.there(type, "type");
    var _ = Given.there(converter, "converter");
    requireFree(type);
    if (Conversions.hasRule(pythonType)) {
      throw fixed(pythonType);
    }
    Inward entry = new Inward(pythonType, type, converter);
    changeInward(converters -> {
      if (converters.putIfAbsent(pythonType, entry) != null) {
        throw taken(pythonType);
      }
      return converters;
    });
    return () ->
        changeInward(converters -> {
          converters.remove(pythonType, entry);
          return converters;
        });
  }

  private synchronized void changeOutward(UnaryOperator<Map<Class<?>, ToPython<?>>> change) {
    outward = Map.copyOf(change.apply(new HashMap<>(outward)));
  }

  private synchronized void changeInward(UnaryOperator<Map<String, Inward>> change) {
    inward = Map.copyOf(change.apply(new HashMap<>(inward)));
  }

  private static void requireFree(Class<?> type) {
    if (Conversions.hasRule(type)) {
      throw fixed(type.getName());
    }
  }

  private static IllegalArgumentException fixed(String type) {
    return new IllegalArgumentException(
        type + " has a rule of its own that no converter changes: see the table of values");
  }

  private static IllegalStateException taken(String type) {
    return new IllegalStateException(
        type + " has a converter already: close its registration first");
  }

  /// The converter of the nearest class, then of the nearest interface; or null.
  @Nullable ToPython<?> outward(Class<?> type) {
    Map<Class<?>, ToPython<?>> converters = outward;
    if (converters.isEmpty()) {
      return null;
    }
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      ToPython<?> found = converters.get(each);
      if (found != null) {
        return found;
      }
    }
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      ToPython<?> found = ofInterfaces(each, converters);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable ToPython<?> ofInterfaces(
      Class<?> type, Map<Class<?>, ToPython<?>> converters) {
    for (Class<?> each : type.getInterfaces()) {
      ToPython<?> found = converters.get(each);
      if (found == null) {
        found = ofInterfaces(each, converters);
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// The converters to Java by the name of their Python class.
  Map<String, Inward> inward() {
    return inward;
  }

  /// How many converters there are.
  @Override
  public String toString() {
    return "Converters[%d to Python, %d to Java]".formatted(outward.size(), inward.size());
  }
}
