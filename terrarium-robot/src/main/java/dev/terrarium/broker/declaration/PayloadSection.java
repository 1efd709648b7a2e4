package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.PayloadDeclaration.PayloadField;
import dev.terrarium.message.payload.FieldType;
import java.util.Arrays;
import java.util.Map;

/// The tables `payloads.NAME`: types of messages of the robot's own.
final class PayloadSection {
  static final Field<FieldType> TYPE =
      Field.required(
          "type",
          Kinds.spelt(Arrays.asList(FieldType.values()), FieldType::toString),
          "what it holds");
  static final Field<Boolean> REQUIRED =
      Field.usual("required", Kinds.FLAG, true, "whether a message must have it");
  static final Field<String> FIELD_DOC =
      Field.usual("doc", Kinds.DOC, "", "what it means, with its unit");

  /// A text in its place gives the type.
  static final Section FIELD_SECTION =
      Section.of("payloads.NAME.fields.NAME", TYPE, REQUIRED, FIELD_DOC).orFirstField();

  static final Field<Map<String, PayloadField>> FIELDS =
      Field.required(
          "fields",
          new NamedKind<>(
              "a table of fields",
              Kinds.WORD,
              new TableKind<>(
                  "a table",
                  FIELD_SECTION,
                  entry ->
                      new PayloadField(entry.get(TYPE), entry.get(REQUIRED), entry.get(FIELD_DOC)),
                  PayloadSection::write)),
          "its fields, by their names");
  static final Field<String> DOC = Field.usual("doc", Kinds.DOC, "", "what it tells");

  static final Section SECTION = Section.of("payloads.NAME", FIELDS, DOC);

  private PayloadSection() {}

  static PayloadDeclaration read(Entry entry) {
    return new PayloadDeclaration(entry.get(FIELDS), entry.get(DOC));
  }

  static Map<String, Object> write(PayloadDeclaration payload) {
    return new Written().put(FIELDS, payload.fields()).put(DOC, payload.doc()).table();
  }

  private static Map<String, Object> write(PayloadField field) {
    return new Written()
        .put(TYPE, field.type())
        .put(REQUIRED, field.required())
        .put(FIELD_DOC, field.doc())
        .table();
  }
}
