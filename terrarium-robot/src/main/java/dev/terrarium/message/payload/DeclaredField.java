package dev.terrarium.message.payload;

/// A field of a type that is declared by its fields.
///
/// @param name small letters, digits and `_`
/// @param type what it holds
/// @param isRequired whether a message must have it
/// @param doc its unit and its sense
public record DeclaredField(String name, FieldType type, boolean isRequired, String doc) {
  public DeclaredField {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "A field's name is made of a-z, 0-9 and _, a letter first, not \"" + name + "\"");
    }
  }
}
