package dev.terrarium.bus.parameter;

import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.Severity;
import java.util.List;

/// Why a parameter was not set.
public sealed interface ParameterError {
  /// There is no parameter at this path.
  record Unregistered(TopicPath path) implements ParameterError {}

  /// A name given at the start is no parameter's.
  record Unknown(String name, List<String> known) implements ParameterError {
    public Unknown {
      known = List.copyOf(known);
    }
  }

  /// The value is of another type.
  record WrongType(TopicPath path, String expected, String given) implements ParameterError {}

  /// The value is beyond a bound.
  record OutOfBounds(TopicPath path, String expected, String given) implements ParameterError {}

  /// The values could not be kept, so none was changed.
  record NotPersisted(List<TopicPath> paths, String reason) implements ParameterError {
    public NotPersisted {
      paths = List.copyOf(paths);
    }
  }

  /// Returns how bad it is.
  default Severity severity() {
    return Severity.ERROR;
  }

  /// Returns what programs know it by.
  default String code() {
    return switch (this) {
      case Unregistered _ -> "unregistered_parameter";
      case Unknown _ -> "unknown_parameter";
      case WrongType _ -> "wrong_type";
      case OutOfBounds _ -> "out_of_bounds";
      case NotPersisted _ -> "not_persisted";
    };
  }

  /// Returns a sentence about it.
  default String message() {
    return switch (this) {
      case Unregistered(var path) ->
          "there is no parameter '%s': declare it, or see Parameters.list for those there are"
              .formatted(path);
      case Unknown(var name, var known) ->
          "there is no parameter '%s', which was given at the start; there are: %s"
              .formatted(name, known.isEmpty() ? "none" : String.join(", ", known));
      case WrongType(var path, var expected, var given) ->
          "parameter '%s': expected %s, was given %s".formatted(path, expected, given);
      case OutOfBounds(var path, var expected, var given) ->
          "parameter '%s': expected %s, was given %s".formatted(path, expected, given);
      case NotPersisted(var paths, var reason) ->
          "%s could not be kept, and nothing was changed: %s".formatted(paths, reason);
    };
  }
}
