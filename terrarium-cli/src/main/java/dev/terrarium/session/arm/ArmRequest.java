package dev.terrarium.session.arm;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A command as a client gave it.
///
/// @param id what the answer is to be found by: a Long or a String
/// @param fields those of the command alone
record ArmRequest(Object id, ArmCommand command, Map<String, @Nullable Object> fields) {
  /// Reads what a line says.
  ///
  /// @param object the line
  /// @throws ProtocolException if that is no command; says what was expected
  static ArmRequest of(Map<String, @Nullable Object> object) {
    var fields = new LinkedHashMap<String, @Nullable Object>(object);
    Object id = fields.remove("id");
    if (id == null || !isId(id)) {
      throw new ProtocolException(
          "a line has an \"id\", a whole number or a text, by which its answer is found");
    }
    if (!(fields.remove("do") instanceof String name)) {
      throw new ProtocolException("a line has a \"do\", the name of a command as a text");
    }
    ArmCommand command = ArmCommand.of(name);
    command.requireFields(fields.keySet());
    return new ArmRequest(id, command, fields);
  }

  /// Whether an answer can be found by this.
  static boolean isId(@Nullable Object id) {
    return id instanceof Long || id instanceof String;
  }

  boolean has(String field) {
    return fields.get(field) != null;
  }

  /// Returns a text.
  ///
  /// @throws IllegalArgumentException if it is none
  String text(String field) {
    if (fields.get(field) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("%s is a text, not %s".formatted(field, told(field)));
  }

  /// Returns texts.
  ///
  /// @throws IllegalArgumentException if it is no list of texts
  List<String> texts(String field) {
    if (fields.get(field) instanceof List<?> list
        && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new IllegalArgumentException(
        "%s is a list of texts, not %s".formatted(field, told(field)));
  }

  /// Returns a number, which may be NaN or infinite; nothing if there is none.
  ///
  /// @throws IllegalArgumentException if it is something else
  OptionalDouble number(String field) {
    return switch (fields.get(field)) {
      case null -> OptionalDouble.empty();
      case Number number -> OptionalDouble.of(number.doubleValue());
      case Object _ ->
          throw new IllegalArgumentException(
              "%s is a number, not %s".formatted(field, told(field)));
    };
  }

  /// Returns numbers: a list of them, a single one as often as is wanted, or a list of lists, row
  /// by row.
  ///
  /// @param name what a message calls them
  /// @param size how many a single one stands for
  /// @throws IllegalArgumentException if it is something else, or rows differ in length; a list of
  ///   another length is returned, as whoever it is for says what was expected
  static double[] numbers(String name, @Nullable Object value, int size) {
    return switch (value) {
      case Number number -> {
        double[] all = new double[size];
        Arrays.fill(all, number.doubleValue());
        yield all;
      }
      case List<?> list when !list.isEmpty() && list.stream().allMatch(List.class::isInstance) ->
          rows(name, list);
      case List<?> list -> row(name, list);
      case null, default ->
          throw new IllegalArgumentException(
              "%s is a list of numbers, not %s".formatted(name, told(value)));
    };
  }

  private static double[] rows(String name, List<?> rows) {
    List<double[]> read =
        rows.stream().map(row -> row(name + " (a row of it)", (List<?>) row)).toList();
    int width = read.getFirst().length;
    if (read.stream().anyMatch(row -> row.length != width)) {
      throw new IllegalArgumentException("%s has rows of different lengths".formatted(name));
    }
    if (width != read.size()) {
      throw new IllegalArgumentException(
          "%s has %d rows of %d numbers: expected a list, or 4 rows of 4"
              .formatted(name, read.size(), width));
    }
    return read.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] row(String name, List<?> list) {
    double[] numbers = new double[list.size()];
    for (int index = 0; index < numbers.length; index++) {
      if (!(list.get(index) instanceof Number number)) {
        throw new IllegalArgumentException(
            "%s[%d] is a number, not %s".formatted(name, index, told(list.get(index))));
      }
      numbers[index] = number.doubleValue();
    }
    return numbers;
  }

  private String told(String field) {
    return told(fields.get(field));
  }

  private static String told(@Nullable Object value) {
    String text = value == null ? "null" : Json.line(value);
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }
}
