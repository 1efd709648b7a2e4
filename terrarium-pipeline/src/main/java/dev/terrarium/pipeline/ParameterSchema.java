package dev.terrarium.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the `params` of a node may be.
///
/// @param parameters the parameters there are, in the order to show them
/// @param open whether further parameters are taken as well
public record ParameterSchema(List<Parameter> parameters, boolean open) {
  public ParameterSchema {
    parameters = List.copyOf(parameters);
  }

  /// Makes a schema of exactly these parameters.
  public static ParameterSchema of(Parameter... parameters) {
    return new ParameterSchema(List.of(parameters), false);
  }

  /// Finds what is wrong with `values`.
  ///
  /// @param path the place of `values` in the document
  public List<Fault> check(String path, Map<String, ? extends @Nullable Object> values) {
    var faults = new ArrayList<Fault>();
    for (var name : values.keySet()) {
      if (!open && parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
        var message = "is no parameter of this node; " + known() + Spelling.hint(name, names());
        faults.add(new Fault(Fault.child(path, name), message));
      }
    }
    for (var parameter : parameters) {
      if (values.containsKey(parameter.name())) {
        parameter
            .type()
            .refusal(values.get(parameter.name()))
            .ifPresent(
                refusal -> faults.add(new Fault(Fault.child(path, parameter.name()), refusal)));
      } else if (parameter.isRequired()) {
        faults.add(
            new Fault(path, "lacks the parameter '" + parameter.name() + "'" + form(parameter)));
      }
    }
    return faults;
  }

  /// Returns `values` with defaults filled in; they must have passed [#check].
  public Parameters complete(Map<String, ? extends @Nullable Object> values) {
    var complete = new LinkedHashMap<String, @Nullable Object>(values);
    for (var parameter : parameters) {
      if (parameter.presence() instanceof Parameter.Presence.Default(var value)) {
        complete.putIfAbsent(parameter.name(), value);
      }
    }
    return new Parameters(complete);
  }

  private static String form(Parameter parameter) {
    return parameter.type() instanceof ParameterType.Anything
        ? ""
        : ", " + parameter.type().description();
  }

  private String known() {
    return parameters.isEmpty() ? "it takes none" : "it takes " + String.join(", ", names());
  }

  private List<String> names() {
    return parameters.stream().map(Parameter::name).toList();
  }
}
