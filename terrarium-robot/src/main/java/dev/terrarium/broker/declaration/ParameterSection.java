package dev.terrarium.broker.declaration;

import java.util.List;
import java.util.Map;

/// The tables `parameters.PATH`: values that may be set while the robot runs.
final class ParameterSection {
  static final Field<ValueType> TYPE =
      Field.required(
          "type",
          Kinds.word(
              List.of(
                  ValueType.FLOAT,
                  ValueType.INTEGER,
                  ValueType.BOOLEAN,
                  ValueType.STRING,
                  ValueType.SYMBOL,
                  ValueType.UNIT)),
          "what it holds");
  static final Field<Object> DEFAULT =
      Field.required("default", Kinds.SCALAR, "what it is until it is set; of its type");
  static final Field<Double> MIN =
      Field.optional("min", Kinds.NUMBER, "the least that it may be; of numbers");
  static final Field<Double> MAX =
      Field.optional("max", Kinds.NUMBER, "the most that it may be; of numbers");
  static final Field<String> UNIT =
      Field.optional(
          "unit",
          Kinds.TEXT,
          "its unit, such as `m/s`; required of the type `unit`, and of it alone");
  static final Field<String> DOC = Field.usual("doc", Kinds.DOC, "", "what it is for");

  static final Section SECTION = Section.of("parameters.PATH", TYPE, DEFAULT, MIN, MAX, UNIT, DOC);

  private ParameterSection() {}

  static ParameterDeclaration read(Entry entry) {
    return new ParameterDeclaration(
        entry.get(TYPE),
        entry.get(DEFAULT),
        entry.find(MIN),
        entry.find(MAX),
        entry.find(UNIT),
        entry.get(DOC));
  }

  static Map<String, Object> write(ParameterDeclaration parameter) {
    return new Written()
        .put(TYPE, parameter.type())
        .put(DEFAULT, parameter.initial())
        .putIfThere(MIN, parameter.min())
        .putIfThere(MAX, parameter.max())
        .putIfThere(UNIT, parameter.unit())
        .put(DOC, parameter.doc())
        .table();
  }
}
