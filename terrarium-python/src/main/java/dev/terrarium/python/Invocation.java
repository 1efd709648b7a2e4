package dev.terrarium.python;

import dev.terrarium.python.reflect.Argument;
import dev.terrarium.python.reflect.Overloads;
import dev.terrarium.python.reflect.Overloads.Candidate;
import dev.terrarium.python.reflect.Reach;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The methods of one name, called from Python: chooses the overload, reads the arguments, calls it
/// without the GIL.
final class Invocation {
  private final Overloads overloads;
  private final TypeArguments types;
  private final @Nullable Candidate only;
  private final Map<Executable, MethodHandle> handles = new ConcurrentHashMap<>();

  Invocation(Overloads overloads, TypeArguments types) {
    this.overloads = overloads;
    this.types = types;
    this.only =
        overloads.all().size() == 1 && !overloads.all().getFirst().isVarArgs()
            ? new Candidate(overloads.all().getFirst(), false)
            : null;
  }

  /// Calls the best method.
  ///
  /// @param skipped how many arguments come before the method's own
  @Nullable Object call(@Nullable Object self, PyArguments arguments, int skipped)
      throws Exception {
    @Nullable Object @Nullable [] plain = plain(arguments, skipped);
    if (plain != null) {
      return run(arguments.gil(), Objects.requireNonNull(only), self, plain);
    }
    List<Argument> given = new ArrayList<>();
    for (int i = skipped; i < arguments.size(); i++) {
      given.add(ArgumentKinds.of(arguments, i));
    }
    List<Candidate> best = overloads.best(given);
    if (best.size() == 1) {
      Candidate chosen = best.getFirst();
      return run(arguments.gil(), chosen, self, read(chosen, arguments, skipped));
    }
    Map<Candidate, @Nullable Object[]> readable = new LinkedHashMap<>();
    for (Candidate each : best) {
      @Nullable Object @Nullable [] values = attempt(each, arguments, skipped);
      if (values != null) {
        readable.put(each, values);
      }
    }
    if (readable.size() != 1) {
      throw arguments.refused(overloads.refusal(given, best));
    }
    var chosen = readable.entrySet().iterator().next();
    return run(arguments.gil(), chosen.getKey(), self, chosen.getValue());
  }

  /// The values where there is one method alone, which needs no choice, and where they fit; null
  /// leaves the call, and saying what is wrong with it, to the rules.
  private @Nullable Object @Nullable [] plain(PyArguments arguments, int skipped) {
    return only != null && only.method().getParameterCount() == arguments.size() - skipped
        ? attempt(only, arguments, skipped)
        : null;
  }

  private @Nullable Object @Nullable [] attempt(
      Candidate candidate, PyArguments arguments, int skipped) {
    try {
      return values(candidate, arguments, skipped);
    } catch (ConversionException unfit) {
      return null;
    }
  }

  private @Nullable Object[] read(Candidate candidate, PyArguments arguments, int skipped) {
    try {
      return values(candidate, arguments, skipped);
    } catch (ConversionException unfit) {
      throw arguments.refused(overloads.name() + "() " + unfit.getMessage());
    }
  }

  private @Nullable Object[] values(Candidate candidate, PyArguments arguments, int skipped) {
    Type[] parameters = candidate.method().getGenericParameterTypes();
    @Nullable Object[] values = new Object[parameters.length];
    int fixed = candidate.spread() ? parameters.length - 1 : parameters.length;
    for (int i = 0; i < fixed; i++) {
      values[i] =
          arguments.read(MethodArguments.place(i), i + skipped, types.resolve(parameters[i]));
    }
    if (candidate.spread()) {
      Class<?> type = candidate.method().getParameterTypes()[fixed].componentType();
      int count = arguments.size() - skipped - fixed;
      Object rest = Array.newInstance(type, count);
      for (int i = 0; i < count; i++) {
        int index = fixed + i;
        Array.set(rest, i, arguments.read(MethodArguments.place(index), index + skipped, type));
      }
      values[fixed] = rest;
    }
    return values;
  }

  private @Nullable Object run(
      Gil gil, Candidate candidate, @Nullable Object self, @Nullable Object[] values) {
    MethodHandle handle = handles.computeIfAbsent(candidate.method(), Reach::any);
    for (Object value : values) {
      if (value instanceof PyObject) { // Of use only with the GIL.
        return invoke(handle, self, values);
      }
    }
    return gil.<@Nullable Object>released(() -> invoke(handle, self, values));
  }

  private static @Nullable Object invoke(
      MethodHandle handle, @Nullable Object self, @Nullable Object[] values) {
    try {
      return handle.invokeExact(self, values);
    } catch (Throwable thrown) {
      throw Thrown.unchecked(thrown);
    }
  }
}
