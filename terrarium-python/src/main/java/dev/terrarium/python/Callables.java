package dev.terrarium.python;

import dev.terrarium.capi.Macros;

/// What Python's callables are called.
final class Callables {
  private Callables() {}

  /// Such as `json.loads`; the type's name where the object has no name of its own. Needs the GIL,
  /// and no exception set.
  static String name(Border border, long callable) {
    try {
      return text(border, callable, "__module__") + "." + text(border, callable, "__qualname__");
    } catch (RuntimeException unnamed) { // What is recorded must not fail what was called.
      return Raised.typeName(border, Macros.Py_TYPE(callable));
    }
  }

  private static String text(Border border, long object, String attribute) {
    return ShownText.of(border, Modules.attribute(border, object, attribute));
  }
}
