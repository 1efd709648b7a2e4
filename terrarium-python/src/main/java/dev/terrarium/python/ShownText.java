package dev.terrarium.python;

import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.python.convert.Text;

/// The text of Python objects for people. Needs the GIL.
final class ShownText {
  private ShownText() {}

  /// The text of a new reference, which is released: what is no str by its own type, and a lone
  /// surrogate as its escape.
  static String of(Border border, long object) {
    if (!Macros.PyType_HasFeature(Macros.Py_TYPE(object), Layout.UNICODE_SUBCLASS)) {
      return String.valueOf(border.read(Object.class, object));
    }
    try {
      return Text.shown(object);
    } finally {
      Macros.Py_DECREF(object);
    }
  }
}
