package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import org.jspecify.annotations.Nullable;

/// A Java function whose parameters have names in Python.
record DeclaredFunction(Parameters parameters, JavaFunction function) implements JavaFunction {
  @Override
  public @Nullable Object call(PyArguments arguments) throws Exception {
    return function.call(arguments.named(parameters.names()));
  }

  /// A new reference to a Python function with these parameters. Needs the GIL.
  long create(Attachment attachment, String name) {
    Border border = attachment.border;
    long declare = attachment.interpreter.functions.of(border, "terrarium._callables.declare");
    long java = JavaCallables.create(attachment.interpreter, name, this);
    try (PyObject callable = border.object(java);
        PyObject defaults = border.object(defaults(attachment))) {
      return border.call(
          declare,
          name,
          parameters.declaration("__defaults__"),
          parameters.forwarded(function instanceof InterfaceFunction),
          defaults,
          parameters.documentation(),
          callable);
    }
  }

  /// A new reference to a list of the defaults.
  private long defaults(Attachment attachment) {
    Border border = attachment.border;
    long list = border.convert("defaults", java.util.List.of());
    try (PyObject defaults = border.borrowed(list)) {
      for (int i = 0; i < parameters.optionals().size(); i++) {
        long value =
            border.convert(
                "the default of '" + parameters.optionals().get(i) + "'",
                parameters.defaults().get(i));
        try (PyObject converted = border.object(value)) {
          defaults.callMethod("append", converted).close();
        }
      }
      return list;
    } catch (RuntimeException failed) {
      Macros.Py_DECREF(list);
      throw failed;
    }
  }
}
