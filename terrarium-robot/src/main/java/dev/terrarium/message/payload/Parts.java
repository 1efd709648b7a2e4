package dev.terrarium.message.payload;

import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what a record's components are declared to be.
final class Parts {
  private Parts() {}

  static Shape.Part of(Class<?> owner, RecordComponent component) {
    Type type = component.getGenericType();
    boolean isOptional = component.getType() == Optional.class;
    if (isOptional) {
      type = argument(type, 0);
    }
    Kind kind = kind(owner, component, type);
    var about = component.getAnnotation(About.class);
    String otherwise = about == null ? "" : about.otherwise();
    String name = component.getName().replaceAll("(?<=[a-z0-9])([A-Z])", "_$1");
    var field =
        new PayloadField(
            name.toLowerCase(Locale.ROOT),
            kind.description(),
            !isOptional && otherwise.isEmpty(),
            otherwise,
            about == null ? "" : about.value());
    return new Shape.Part(
        field,
        kind,
        isOptional,
        otherwise.isEmpty() ? null : value(kind, otherwise),
        accessible(owner, component.getAccessor()));
  }

  private static Kind kind(Class<?> owner, RecordComponent component, Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new Kind.ListKind(kind(owner, component, argument(generic, 0)));
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      return new Kind.AnyKind(true);
    }
    if (type == ByteBuffer.class) {
      return new Kind.BytesKind(owner == Sensor.Image.class);
    }
    var kind = type instanceof Class<?> plain ? kind(plain) : null;
    if (kind == null) {
      throw new IllegalArgumentException(
          owner.getName()
              + "."
              + component.getName()
              + " is a "
              + type.getTypeName()
              + "; a field of a payload is a double, int, long, boolean, String, enum, Vec3,"
              + " Quaternion, Transform, ByteBuffer, record, Object, Map<String, Object>, a List of"
              + " such, or an Optional of such");
    }
    return kind;
  }

  private static @Nullable Kind kind(Class<?> type) {
    if (type == double.class || type == Double.class) {
      return new Kind.FloatKind();
    }
    if (type == int.class || type == Integer.class) {
      return new Kind.IntegerKind(false);
    }
    if (type == long.class || type == Long.class) {
      return new Kind.IntegerKind(true);
    }
    if (type == boolean.class || type == Boolean.class) {
      return new Kind.PlainKind(Boolean.class, "boolean");
    }
    if (type == String.class) {
      return new Kind.PlainKind(String.class, "string");
    }
    if (type == Object.class) {
      return new Kind.AnyKind(false);
    }
    return ours(type);
  }

  private static @Nullable Kind ours(Class<?> type) {
    if (type == Vec3.class) {
      return Kind.GeometryKind.VEC3;
    }
    if (type == Quaternion.class) {
      return Kind.GeometryKind.QUATERNION;
    }
    if (type == Transform.class) {
      return Kind.GeometryKind.TRANSFORM;
    }
    if (type == Repeat.class) {
      return new Kind.RepeatKind();
    }
    if (type.isEnum()) {
      return new Kind.SymbolKind(type, List.of((Enum<?>[]) type.getEnumConstants()));
    }
    return type.isRecord() ? new Kind.RecordKind(Shape.of(type)) : null;
  }

  /// Reads the text of [About#otherwise].
  private static Object value(Kind kind, String text) {
    if (kind instanceof Kind.FloatKind) {
      return Double.valueOf(text);
    }
    if (kind instanceof Kind.PlainKind(var type, _) && type == Boolean.class) {
      return Boolean.valueOf(text);
    }
    if (kind instanceof Kind.ListKind && text.equals("[]")) {
      return List.of();
    }
    if (kind instanceof Kind.AnyKind && text.equals("{}")) {
      return Map.of();
    }
    boolean isNumber = text.matches("-?[0-9]+");
    return kind.read(new Kind.Place("@About", "otherwise"), isNumber ? Long.valueOf(text) : text);
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }

  /// Opens a member to us where its module allows that.
  static <M extends AccessibleObject & Member> M accessible(Class<?> owner, M member) {
    boolean isOpen =
        Modifier.isPublic(member.getModifiers())
            && Modifier.isPublic(owner.getModifiers())
            && owner.getModule().isExported(owner.getPackageName(), Parts.class.getModule());
    if (!isOpen && !member.trySetAccessible()) {
      throw new IllegalArgumentException(
          owner.getName()
              + " cannot be reached: make it public, and let its module export or open "
              + owner.getPackageName()
              + " to dev.terrarium.robot");
    }
    return member;
  }
}
