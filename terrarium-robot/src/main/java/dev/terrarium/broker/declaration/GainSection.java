package dev.terrarium.broker.declaration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table `arm.gains`: how hard laws pull.
final class GainSection {
  private static final int JOINTS = 7;
  private static final int DIRECTIONS = 6;

  /// The largest gain that laws take.
  private static final int MOST = 1_000_000;

  private static final Kind<List<Double>> OF_JOINTS = kind(JOINTS);
  private static final Kind<List<Double>> OF_DIRECTIONS = kind(DIRECTIONS);

  private static final List<Field<List<Double>>> FIELDS =
      List.of(
          Field.optional("kp", OF_JOINTS, "stiffness of joints, N m/rad"),
          Field.optional("kd", OF_JOINTS, "damping of joints, N m s/rad"),
          Field.optional("ki", OF_JOINTS, "integral gain of joints, N m/(rad s)"),
          Field.optional("ee_kp", OF_DIRECTIONS, "the tool's acceleration for its deviation, 1/s²"),
          Field.optional("ee_kd", OF_DIRECTIONS, "the tool's acceleration for its velocity, 1/s"),
          Field.optional("null_kp", OF_JOINTS, "stiffness of the null space, N m/rad"),
          Field.optional("null_kd", OF_JOINTS, "damping of the null space, N m s/rad"));

  static final Section SECTION = new Section("arm.gains", List.copyOf(FIELDS), Optional.empty());

  static final Kind<Map<String, List<Double>>> KIND =
      new TableKind<>("a table of gains", SECTION, GainSection::read, GainSection::write);

  private GainSection() {}

  private static Map<String, List<Double>> read(Entry entry) {
    var gains = new LinkedHashMap<String, List<Double>>();
    FIELDS.forEach(field -> entry.find(field).ifPresent(its -> gains.put(field.name(), its)));
    return gains;
  }

  /// Whatever name a declaration in Java has for gains is written, so that a wrong one is told.
  private static Map<String, Object> write(Map<String, List<Double>> gains) {
    var table = new LinkedHashMap<String, Object>();
    gains.forEach((name, values) -> table.put(name, OF_JOINTS.write(values)));
    return table;
  }

  /// One number for all, or a list of one for each.
  private static Kind<List<Double>> kind(int count) {
    return Kinds.of(
        "a number from 0 to %d, or a list of %d of them".formatted(MOST, count),
        value ->
            value instanceof List<?> values
                ? each(values).filter(all -> all.size() == count)
                : each(List.of(value)),
        values -> values.size() == 1 ? values.getFirst() : values,
        value ->
            value instanceof List<?> values && values.size() == count
                ? wrong(values)
                : Described.of(value));
  }

  /// Says which of a list it is that is no gain.
  private static String wrong(List<?> values) {
    int first = 0;
    while (each(List.of(values.get(first))).isPresent()) {
      first++;
    }
    return "a list with %s at [%d]".formatted(Described.of(values.get(first)), first);
  }

  private static Optional<List<Double>> each(List<?> values) {
    var all =
        values.stream()
            .map(Kinds::finite)
            .flatMap(Optional::stream)
            .filter(value -> value >= 0 && value <= MOST)
            .toList();
    return all.size() == values.size() ? Optional.of(all) : Optional.empty();
  }
}
