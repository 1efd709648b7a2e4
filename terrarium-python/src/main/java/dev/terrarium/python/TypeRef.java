package dev.terrarium.python;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/// A Java type with its arguments, kept by an anonymous subclass: `new TypeRef<Map<String,
/// List<Double>>>() {}`.
public abstract class TypeRef<T> {
  private final Type type;

  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)) {
      throw new IllegalArgumentException("write the type down: new TypeRef<List<String>>() {}");
    }
    type = parent.getActualTypeArguments()[0];
  }

  final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
