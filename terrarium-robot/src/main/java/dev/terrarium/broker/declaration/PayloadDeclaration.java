package dev.terrarium.broker.declaration;

import dev.terrarium.message.payload.FieldType;
import java.util.Map;

/// A type of messages of the robot's own.
///
/// @param fields by their names, in their order
/// @param doc what it tells
public record PayloadDeclaration(Map<String, PayloadField> fields, String doc) {
  public PayloadDeclaration {
    Required.components(PayloadDeclaration.class, fields, doc);
    fields = Required.map("fields", fields);
  }

  /// A field of a message.
  ///
  /// @param type what it holds
  /// @param required whether a message must have it
  /// @param doc what it means, with its unit
  public record PayloadField(FieldType type, boolean required, String doc) {
    public PayloadField {
      Required.components(PayloadField.class, type, required, doc);
    }

    /// Returns one that every message has.
    public static PayloadField of(FieldType type, String doc) {
      return new PayloadField(type, true, doc);
    }
  }
}
