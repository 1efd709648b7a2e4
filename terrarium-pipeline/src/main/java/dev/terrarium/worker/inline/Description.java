package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.ParameterType;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PythonException;
import java.util.ArrayList;
import java.util.List;

/// What the class or function of a Python node says of itself.
///
/// @param streams whether it asks for the whole stream
/// @param isSource whether it makes items of its own
record Description(String summary, ParameterSchema parameters, boolean streams, boolean isSource) {
  static Description of(PyObject nodes, PyObject factory) {
    boolean streams = nodes.callMethod("streams", factory).isTrue();
    boolean isSource = nodes.callMethod("makes_items", factory).isTrue();
    PyObject described;
    try {
      described = nodes.callMethod("describe", factory);
    } catch (PythonException e) {
      // Some classes written in C do not tell what they take; the constructor will.
      e.value().close();
      return new Description(
          "A Python node.", new ParameterSchema(List.of(), true), streams, isSource);
    }
    var summary = described.item(0L).as(String.class);
    var parameters = new ArrayList<Parameter>();
    for (var parameter : described.item(2L)) {
      parameters.add(parameter(parameter));
    }
    boolean open = described.item(1L).as(boolean.class);
    return new Description(
        summary.isEmpty() ? "A Python node." : summary,
        new ParameterSchema(parameters, open),
        streams,
        isSource);
  }

  /// Reads `(name, required, annotation, default)`.
  private static Parameter parameter(PyObject described) {
    boolean required = described.item(1L).as(boolean.class);
    var annotation = described.item(2L).as(String.class);
    var standard = described.item(3L).as(String.class);
    return new Parameter(
        described.item(0L).as(String.class),
        new ParameterType.Anything(),
        standard.isEmpty() ? annotation : annotation + " = " + standard,
        required ? new Parameter.Presence.Required() : new Parameter.Presence.Optional());
  }
}
