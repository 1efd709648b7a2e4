package dev.terrarium.worker;

import dev.terrarium.python.PyRef;
import java.util.LinkedHashMap;
import java.util.Map;

/// Objects of a running interpreter that pipelines may use as nodes, by the name that stands for
/// each in `node_type`.
///
/// A class or a function makes nodes, as one in a module does. Any other object that has `process`
/// or `aprocess` is a node itself: it takes no parameters, is one node of one run at a time, and is
/// initialized and cleaned up by each. The references stay the caller's, who closes them after the
/// catalog. Names of built-in nodes, and those with a colon, mean what they mean without this.
///
/// @param objects by name
public record PythonObjects(Map<String, PyRef> objects) {
  public PythonObjects {
    objects = new LinkedHashMap<>(objects);
    for (var name : objects.keySet()) {
      if (name.isBlank() || name.indexOf(':') >= 0) {
        throw new IllegalArgumentException(
            "'" + name + "' cannot name a node: it must not be blank nor hold a colon");
      }
    }
  }
}
