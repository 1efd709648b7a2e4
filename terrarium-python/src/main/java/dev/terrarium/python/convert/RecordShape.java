package dev.terrarium.python.convert;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A record class taken apart: its component names, accessors and canonical constructor.
///
/// @param fields the names in Python, which has more keywords: those end in an underscore there
record RecordShape(
    Class<? extends Record> type,
    List<String> names,
    List<String> fields,
    List<Type> types,
    List<Method> accessors,
    Constructor<? extends Record> constructor) {

  /// Python's keywords that Java allows as names.
  private static final Set<String> KEYWORDS =
      Set.of(
          "and",
          "as",
          "async",
          "await",
          "def",
          "del",
          "elif",
          "except",
          "from",
          "global",
          "in",
          "is",
          "lambda",
          "nonlocal",
          "not",
          "or",
          "pass",
          "raise",
          "with",
          "yield",
          "False",
          "None",
          "True");

  /// @throws IllegalArgumentException when the class is not open to this module
  static RecordShape of(Class<? extends Record> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<? extends Record> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      List<Method> accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toList();
      for (Method accessor : accessors) {
        accessor.setAccessible(true);
      }
      List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
      return new RecordShape(
          type,
          names,
          names.stream().map(name -> KEYWORDS.contains(name) ? name + "_" : name).toList(),
          Arrays.stream(components).map(RecordComponent::getGenericType).toList(),
          accessors,
          constructor);
    } catch (InaccessibleObjectException closed) {
      throw new IllegalArgumentException(
          "the record %s cannot be read: its module must say `opens %s to dev.terrarium.python`"
              .formatted(type.getName(), type.getPackageName()),
          closed);
    } catch (NoSuchMethodException impossible) {
      throw new LinkageError("a record has no canonical constructor", impossible);
    }
  }

  @Nullable Object component(Record record, int index) {
    try {
      return accessors.get(index).invoke(record);
    } catch (InvocationTargetException thrown) {
      throw refused("cannot be taken apart", thrown);
    } catch (IllegalAccessException impossible) {
      throw new LinkageError("an accessor made accessible is not", impossible);
    }
  }

  Record construct(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException thrown) {
      throw refused("refuses its components", thrown);
    } catch (InstantiationException | IllegalAccessException impossible) {
      throw new LinkageError("a constructor made accessible is not", impossible);
    }
  }

  /// What a record's own code threw, a refusal of its values most likely, becomes the cause.
  private Mismatch refused(String what, InvocationTargetException thrown) {
    if (thrown.getCause() instanceof Error error) {
      throw error;
    }
    return new Mismatch(
        "the record %s %s: %s".formatted(type.getSimpleName(), what, thrown.getCause()),
        thrown.getCause());
  }
}
