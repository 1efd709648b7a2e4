package dev.terrarium.broker.declaration;

import java.util.List;
import java.util.Optional;

/// An argument of a command.
///
/// @param type what it may be
/// @param values the words of [ValueType#CHOICE]; empty of every other type
/// @param required whether it must be given
/// @param otherwise what it is where it is not given; of one that is not required alone
/// @param doc what it is for, with its unit
public record ArgumentDeclaration(
    ValueType type, List<String> values, boolean required, Optional<Object> otherwise, String doc) {
  public ArgumentDeclaration {
    Required.components(ArgumentDeclaration.class, type, values, required, otherwise, doc);
    values = Required.list("values", values);
    otherwise = otherwise.map(value -> type.read(value).orElse(value));
  }

  /// Returns one that must be given.
  public static ArgumentDeclaration required(ValueType type, String doc) {
    return new ArgumentDeclaration(type, List.of(), true, Optional.empty(), doc);
  }

  /// Returns one that need not be given, without a value for that.
  public static ArgumentDeclaration optional(ValueType type, String doc) {
    return new ArgumentDeclaration(type, List.of(), false, Optional.empty(), doc);
  }

  /// Returns one of several words, which must be given.
  public static ArgumentDeclaration choice(List<String> values, String doc) {
    return new ArgumentDeclaration(ValueType.CHOICE, values, true, Optional.empty(), doc);
  }

  /// Returns the same argument as one that need not be given, with a value for that.
  public ArgumentDeclaration or(Object value) {
    return new ArgumentDeclaration(
        type,
        values,
        false,
        Optional.of(Required.given("the default of an argument", "a value", value)),
        doc);
  }
}
