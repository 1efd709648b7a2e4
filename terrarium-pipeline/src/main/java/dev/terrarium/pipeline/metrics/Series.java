package dev.terrarium.pipeline.metrics;

/// One line of what Prometheus reads, its value apart.
///
/// @param suffix what follows the family's name
/// @param labels the labels within braces, escaped
record Series(Family family, String suffix, String labels) {
  /// Writes names and values by turns as labels.
  static String labels(String... namesAndValues) {
    var text = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      text.append(i == 0 ? "" : ",")
          .append(namesAndValues[i])
          .append("=\"")
          .append(escape(namesAndValues[i + 1]))
          .append('"');
    }
    return text.toString();
  }

  String line(long value) {
    var text = suffix.equals("_count") ? Long.toString(value) : family.text(value);
    return family.title() + suffix + "{" + labels + "} " + text + "\n";
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
