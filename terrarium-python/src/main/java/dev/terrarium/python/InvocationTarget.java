package dev.terrarium.python;

import dev.terrarium.capi.ObjectApi;
import dev.terrarium.python.convert.Mismatch;
import dev.terrarium.python.reflect.Argument;
import dev.terrarium.python.reflect.Optionals;
import dev.terrarium.python.reflect.Reach;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One method or constructor that Python may call, with the types that its arguments are read as.
///
/// @param handle calls it: `(Object, Object[]) -> Object`
/// @param parameters of the method
/// @param further of the variable arguments, one by one; null where there are none
record InvocationTarget(MethodHandle handle, List<Target> parameters, @Nullable Target further) {
  /// What an argument is read as.
  ///
  /// @param type with arguments, where there are
  /// @param ofSet the type that a set is read as, where that is another
  /// @param ofIterable the type that any other iterable is read as, where that is another
  /// @param raw the class, for a primitive type the one that boxes it
  /// @param nullable whether None is null
  /// @param parent whether values of several types fit, by their own: `Comparable`
  record Target(
      Type type,
      @Nullable Type ofSet,
      @Nullable Type ofIterable,
      Class<?> raw,
      boolean nullable,
      boolean parent) {
    static Target of(Type type) {
      Class<?> raw = TypeArguments.raw(type);
      boolean holds = Iterable.class.isAssignableFrom(raw);
      boolean lists = holds && raw.isAssignableFrom(ArrayList.class);
      boolean sets = holds && raw.isAssignableFrom(LinkedHashSet.class);
      return new Target(
          concrete(type, raw),
          lists && sets ? TypeArguments.as(Set.class, type) : null,
          raw == Iterable.class ? TypeArguments.as(Iterator.class, type) : null,
          MethodType.methodType(raw).wrap().returnType(),
          !raw.isPrimitive() && !Optionals.has(raw) && raw != PyObject.class && raw != PyRef.class,
          raw != CharSequence.class && raw.isInterface() && raw.isAssignableFrom(String.class));
    }

    /// The type whose reader makes what the parameter takes: a list for an ArrayList.
    private static Type concrete(Type type, Class<?> raw) {
      if (Iterable.class.isAssignableFrom(raw) && raw.isAssignableFrom(ArrayList.class)) {
        return TypeArguments.as(List.class, type);
      }
      if (Iterable.class.isAssignableFrom(raw) && raw.isAssignableFrom(LinkedHashSet.class)) {
        return TypeArguments.as(Set.class, type);
      }
      return Map.class.isAssignableFrom(raw) && raw.isAssignableFrom(LinkedHashMap.class)
          ? TypeArguments.as(Map.class, type)
          : type;
    }

    /// Reads an argument.
    ///
    /// @param root what stands for it in the path of a refusal
    /// @throws ConversionException when it does not fit
    @Nullable Object read(String root, PyArguments arguments, int index) {
      if (nullable && arguments.pointer(index) == ObjectApi._Py_NoneStruct) {
        return null;
      }
      try {
        if (parent) {
          Object value = arguments.read(root, index, Object.class);
          if (raw.isInstance(value)) {
            return value;
          }
        }
        return arguments.read(root, index, chosen(arguments.pointer(index)));
      } catch (IllegalArgumentException unreadable) { // A type that nothing is read as.
        throw ConversionException.of(root, new Mismatch(String.valueOf(unreadable.getMessage())));
      }
    }

    private Type chosen(long object) {
      if (ofSet != null && ArgumentKinds.isSet(object)) {
        return ofSet;
      }
      return ofIterable != null && ArgumentKinds.isOther(object) ? ofIterable : type;
    }

    /// Reads an argument of which something is known: a Java object of the type is passed as it is.
    @Nullable Object read(String root, PyArguments arguments, int index, Argument known) {
      return known.kind() == Argument.Kind.JAVA && raw.isInstance(known.java())
          ? known.java()
          : read(root, arguments, index);
    }
  }

  static InvocationTarget of(Executable method, TypeArguments types) {
    Class<?>[] classes = method.getParameterTypes();
    return new InvocationTarget(
        Reach.any(method),
        Arrays.stream(method.getGenericParameterTypes())
            .map(type -> Target.of(types.resolve(type)))
            .toList(),
        method.isVarArgs() ? Target.of(classes[classes.length - 1].componentType()) : null);
  }

  /// Reads the arguments of a call.
  ///
  /// @param spread whether the last parameter takes the further arguments one by one
  /// @param skipped how many arguments come before the method's own
  /// @param known what is known of the arguments, so that Java objects are passed as they are; null
  ///   where nobody has looked
  /// @throws ConversionException when one does not fit
  @Nullable Object[] values(
      boolean spread, PyArguments arguments, int skipped, @Nullable List<Argument> known) {
    @Nullable Object[] values = new Object[parameters.size()];
    int fixed = spread ? values.length - 1 : values.length;
    for (int i = 0; i < fixed; i++) {
      values[i] = value(parameters.get(i), arguments, i, skipped, known);
    }
    if (spread && further != null) {
      Object rest =
          Array.newInstance(
              parameters.getLast().raw().componentType(), arguments.size() - skipped - fixed);
      for (int i = 0; i < Array.getLength(rest); i++) {
        Array.set(rest, i, value(further, arguments, fixed + i, skipped, known));
      }
      values[fixed] = rest;
    }
    return values;
  }

  private static @Nullable Object value(
      Target target,
      PyArguments arguments,
      int index,
      int skipped,
      @Nullable List<Argument> known) {
    String root = MethodArguments.place(index);
    return known == null
        ? target.read(root, arguments, index + skipped)
        : target.read(root, arguments, index + skipped, known.get(index));
  }

  /// Calls it, without the GIL unless it is given Python objects, which are of no use then.
  @Nullable Object run(Gil gil, @Nullable Object self, @Nullable Object[] values) {
    return gil.attachment.ownsObjects() && holdsPython(values)
        ? invoke(self, values)
        : gil.<@Nullable Object>released(() -> invoke(self, values));
  }

  /// Whether there is a Python object in a value, as far as it was made when the argument was read.
  private static boolean holdsPython(@Nullable Object value) {
    return switch (value) {
      case PyObject _ -> true;
      case Object[] values -> Arrays.stream(values).anyMatch(InvocationTarget::holdsPython);
      case Tuple tuple -> holdsPython(tuple.elements().toArray());
      case Record _ -> true; // It may hold one, and is not asked.
      case ArrayList<?> values -> holdsPython(values.toArray());
      case LinkedHashSet<?> values -> holdsPython(values.toArray());
      case LinkedHashMap<?, ?> map ->
          holdsPython(map.keySet().toArray()) || holdsPython(map.values().toArray());
      case Optional<?> optional -> holdsPython(optional.orElse(null));
      case null, default -> false;
    };
  }

  private @Nullable Object invoke(@Nullable Object self, @Nullable Object[] values) {
    try {
      return handle.invokeExact(self, values);
    } catch (Throwable thrown) {
      throw Thrown.unchecked(thrown);
    }
  }
}
