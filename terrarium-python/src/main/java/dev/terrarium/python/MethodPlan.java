package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.python.reflect.InterfaceMethod;
import dev.terrarium.python.reflect.Optionals;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a method of an interface does with the Python object that implements it.
///
/// @param method the method
/// @param action what is done
/// @param name the Python attribute it is done with; empty where there is none
/// @param least Optionals that are empty are left out at the end of the arguments down to this
///   number
/// @param root what stands for its result in the path of a refusal; made once, since a call must
///   not pay for it
record MethodPlan(InterfaceMethod method, Action action, String name, int least, String root) {
  MethodPlan(InterfaceMethod method, Action action, String name, int least) {
    this(method, action, name, least, "the result of " + method.place());
  }

  /// What is done.
  enum Action {
    /// The body that Java has for it runs.
    BODY,
    /// The object itself is called.
    CALL_ITSELF,
    /// A function of the object is called.
    CALL,
    /// An attribute is read.
    GET,
    /// An attribute is set.
    SET
  }

  /// Does it, on an object that is borrowed. Needs the GIL.
  ///
  /// @param travels whether the result outlives the region
  @Nullable Object run(Border border, long object, @Nullable Object[] given, boolean travels) {
    return switch (action) {
      case BODY -> throw new AssertionError("a body of Java's was to run in Python");
      case CALL_ITSELF -> result(border, border.call(object, arguments(given)), travels);
      case CALL -> {
        long function = Modules.attribute(border, object, name);
        try {
          yield result(border, border.call(function, arguments(given)), travels);
        } finally {
          Macros.Py_DECREF(function);
        }
      }
      case GET -> result(border, Modules.attribute(border, object, name), travels);
      case SET -> set(border, object, given[0]);
    };
  }

  private @Nullable Object result(Border border, long result, boolean travels) {
    if (method.isVoid()) {
      Macros.Py_DECREF(result);
      return null;
    }
    return travels
        ? border.readTravelling(root, method.result(), result)
        : border.read(root, method.result(), result);
  }

  private @Nullable Object set(Border border, long object, @Nullable Object value) {
    long attribute = border.name(name);
    long content = border.convert("argument 0", value);
    try {
      int _ = border.checked(ObjectApi.PyObject_SetAttr(object, attribute, content));
      return null;
    } finally {
      Macros.Py_DECREF(content);
      Macros.Py_DECREF(attribute);
    }
  }

  /// The arguments as Python gets them: a variable one spread, empty Optionals at the end left out.
  @Nullable Object[] arguments(@Nullable Object[] given) {
    if (method.method().isVarArgs()) {
      return spread(given);
    }
    int count = given.length;
    while (count > least && Optionals.isEmpty(given[count - 1])) {
      count--;
    }
    return count == given.length ? given : Arrays.copyOf(given, count);
  }

  private static @Nullable Object[] spread(@Nullable Object[] given) {
    List<@Nullable Object> all = new ArrayList<>(Arrays.asList(given).subList(0, given.length - 1));
    Object rest = given[given.length - 1];
    if (rest == null) {
      throw new NullPointerException("the variable arguments are null");
    }
    for (int i = 0; i < Array.getLength(rest); i++) {
      all.add(Array.get(rest, i));
    }
    return all.toArray();
  }
}
