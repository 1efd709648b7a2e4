package dev.terrarium.broker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function of a Python module, and what it is called with.
///
/// @param module the module's name, such as `vision.detector`
/// @param function the function's name in it, such as `find` or `Detector.find`
/// @param arguments what it takes by position
/// @param named what it takes by name
public record PythonCall(
    String module,
    String function,
    List<@Nullable Object> arguments,
    Map<String, @Nullable Object> named) {
  public PythonCall {
    Names.requireDotted("module", module);
    Names.requireDotted("function", function);
    Names.require("the list of arguments by position", arguments);
    Names.require("the map of arguments by name", named);
    arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
    named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
  }

  /// Makes a call with arguments by position alone.
  public static PythonCall of(String module, String function, @Nullable Object... arguments) {
    Names.require("the array of arguments (for one that is null, write (Object) null)", arguments);
    return new PythonCall(module, function, Arrays.asList(arguments), Map.of());
  }

  /// Returns this call with one more argument by name.
  public PythonCall with(String name, @Nullable Object value) {
    Names.requireDotted("argument", name);
    var more = new LinkedHashMap<String, @Nullable Object>(named);
    more.put(name, value);
    return new PythonCall(module, function, arguments, more);
  }

  /// Returns this call with other arguments by position.
  public PythonCall taking(List<? extends @Nullable Object> others) {
    return new PythonCall(module, function, new ArrayList<>(others), named);
  }

  /// Returns the name in messages, such as `vision.detector.find`.
  public String name() {
    return module + "." + function;
  }
}
