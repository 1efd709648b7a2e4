package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Java's enums and what they are in Python: an `enum.Enum` class with the same names, made once.
/// Needs the GIL.
final class Enums {
  private final Kept define = new Kept("terrarium._enums", "define");
  private final Kept type = new Kept("enum", "Enum");
  private final KnownClasses classes;

  /// The members that stand for constants; their classes and they are kept for ever.
  private final Map<Enum<?>, Long> members = new HashMap<>();

  private final Map<Long, Enum<?>> constants = new HashMap<>();

  Enums(KnownClasses classes) {
    this.classes = classes;
  }

  /// A new reference to the member that stands for a constant.
  long of(Enum<?> constant, ToPython to) {
    Long known = members.get(constant);
    if (known == null) {
      makeClass(constant.getDeclaringClass(), to);
      known = members.get(constant);
      if (known == null) {
        throw new AssertionError("an enum without its constant " + constant);
      }
    }
    Macros.Py_INCREF(known);
    return known;
  }

  private void makeClass(Class<? extends Enum<?>> java, ToPython to) {
    long definition = to.tuple(java.getSimpleName(), java.getPackageName(), names(java));
    try {
      long made = Abstract.PyObject_Call(define.get(to.boundary), definition, 0);
      if (made == 0) {
        throw to.boundary.raised("the enum " + java.getName() + " cannot be made in Python");
      }
      for (Enum<?> constant : java.getEnumConstants()) {
        long member = Attributes.get(to.boundary, made, constant.name());
        members.put(constant, member);
        constants.put(member, constant);
      }
      classes.add(made, (_, member) -> constants.get(member));
    } finally {
      Macros.Py_DECREF(definition);
    }
  }

  /// The reader for those who ask for an enum: members of its own class, and of any other by name.
  Reader reader(Class<?> java) {
    List<? extends Enum<?>> all =
        Arrays.stream(java.getEnumConstants()).map(constant -> (Enum<?>) constant).toList();
    return (from, object) -> {
      Enum<?> known = constants.get(object);
      if (known != null && known.getDeclaringClass() == java) {
        return known;
      }
      if (!type.isTypeOf(object, from.boundary)) {
        return from.carried(java, java.getSimpleName() + " (a member of an enum)", object);
      }
      return named(java, all, from, object);
    };
  }

  private static Enum<?> named(
      Class<?> java, List<? extends Enum<?>> all, FromPython from, long member) {
    long name = Attributes.get(from.boundary, member, "name");
    try {
      String text = name == ObjectApi._Py_NoneStruct ? null : Scalars.text(from, name);
      for (Enum<?> constant : all) {
        if (constant.name().equals(text)) {
          return constant;
        }
      }
      throw new Mismatch(
          "the enum %s has no constant for %s, it has %s"
              .formatted(java.getSimpleName(), from.describe(member), names(java)));
    } finally {
      Macros.Py_DECREF(name);
    }
  }

  private static List<String> names(Class<?> java) {
    return Arrays.stream(java.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name())
        .toList();
  }
}
