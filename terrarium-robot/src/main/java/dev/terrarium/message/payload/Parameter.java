package dev.terrarium.message.payload;

import java.util.List;
import java.util.Optional;

/// What is told of parameters.
public sealed interface Parameter extends Payload {

  /// Where a parameter's value comes from.
  enum Source {
    LOCAL,
    REMOTE,
    INIT,
    PERSISTED,
    STARTUP
  }

  /// A parameter has another value.
  record Changed(
      @About("the parameter, the general first") List<String> path,
      @About("before; none at the beginning") Optional<Object> oldValue,
      @About("from here on") Object newValue,
      @About("who set it") Source source)
      implements Parameter {
    private static final String TYPE = "parameter.changed";

    public Changed {
      path = List.copyOf(path);
      oldValue = oldValue.map(value -> Plain.required(TYPE, "old_value", value));
      newValue = Plain.required(TYPE, "new_value", newValue);
    }

    @Override
    public String type() {
      return TYPE;
    }
  }
}
