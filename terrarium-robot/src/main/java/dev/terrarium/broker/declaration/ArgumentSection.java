package dev.terrarium.broker.declaration;

import java.util.List;
import java.util.Map;

/// The tables `commands.NAME.arguments.NAME`: what a command takes.
final class ArgumentSection {
  static final Field<ValueType> TYPE =
      Field.required(
          "type",
          Kinds.word(
              List.of(
                  ValueType.ANY,
                  ValueType.FLOAT,
                  ValueType.INTEGER,
                  ValueType.BOOLEAN,
                  ValueType.STRING,
                  ValueType.SYMBOL,
                  ValueType.CHOICE)),
          "what it may be");
  static final Field<List<String>> VALUES =
      Field.usual(
          "values",
          Kinds.list("a list of words", Kinds.TEXT),
          List.of(),
          "the words of the type `choice`, and of it alone");
  static final Field<Boolean> REQUIRED =
      Field.optional(
          "required", Kinds.FLAG, "whether it must be given; otherwise if it has no `default`");
  static final Field<Object> DEFAULT =
      Field.optional("default", Kinds.SCALAR, "what it is where it is not given; of its type");
  static final Field<String> DOC =
      Field.usual("doc", Kinds.DOC, "", "what it is for, with its unit");

  /// A text in its place gives the type.
  static final Section SECTION =
      Section.of("commands.NAME.arguments.NAME", TYPE, VALUES, REQUIRED, DEFAULT, DOC)
          .orFirstField();

  static final Kind<ArgumentDeclaration> KIND = new ArgumentKind();

  private ArgumentSection() {}

  static ArgumentDeclaration read(Entry entry) {
    var otherwise = entry.find(DEFAULT);
    return new ArgumentDeclaration(
        entry.get(TYPE),
        entry.get(VALUES),
        entry.find(REQUIRED).orElse(otherwise.isEmpty()),
        otherwise,
        entry.get(DOC));
  }

  static Map<String, Object> write(ArgumentDeclaration argument) {
    var written = new Written().put(TYPE, argument.type()).put(VALUES, argument.values());
    if (argument.required() != argument.otherwise().isEmpty()) {
      written.put(REQUIRED, argument.required());
    }
    return written.putIfThere(DEFAULT, argument.otherwise()).put(DOC, argument.doc()).table();
  }
}
