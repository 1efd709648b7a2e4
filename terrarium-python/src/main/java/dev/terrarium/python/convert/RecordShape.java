package dev.terrarium.python.convert;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record class taken apart: its component names, accessors and canonical constructor.
record RecordShape(
    Class<? extends Record> type,
    List<String> names,
    List<Type> types,
    List<Method> accessors,
    Constructor<? extends Record> constructor) {

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
      return new RecordShape(
          type,
          Arrays.stream(components).map(RecordComponent::getName).toList(),
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
      throw rethrown(thrown);
    } catch (IllegalAccessException impossible) {
      throw new LinkageError("an accessor made accessible is not", impossible);
    }
  }

  Record construct(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException thrown) {
      throw rethrown(thrown);
    } catch (InstantiationException | IllegalAccessException impossible) {
      throw new LinkageError("a constructor made accessible is not", impossible);
    }
  }

  /// What a record's own code threw, a refusal of its values most likely, goes to the caller as it
  /// is.
  private static RuntimeException rethrown(InvocationTargetException thrown) {
    return switch (thrown.getCause()) {
      case RuntimeException refused -> refused;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(thrown.getCause());
    };
  }
}
