package dev.terrarium.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The text that Prometheus reads, read as strictly as it does.
///
/// @param samples each value by its name and labels, those in the order of their names
/// @param types the type of each family
record Exposition(Map<String, BigDecimal> samples, Map<String, String> types) {
  private static final String LABEL = "([a-zA-Z_]\\w*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"";
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)\\{(" + LABEL + "(?:," + LABEL + ")*)} (\\S+)");

  static Exposition of(PrometheusMetrics metrics) {
    var text = new StringBuilder();
    try {
      metrics.write(text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return parse(text.toString());
  }

  static Exposition parse(String text) {
    assertThat(text)
        .satisfiesAnyOf(t -> assertThat(t).isEmpty(), t -> assertThat(t).endsWith("\n"));
    var samples = new LinkedHashMap<String, BigDecimal>();
    var types = new HashMap<String, String>();
    var helps = new HashMap<String, String>();
    var family = "";
    for (var line : text.lines().toList()) {
      var words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        assertThat(helps.put(words[2], words[3])).isNull();
      } else if (line.startsWith("# TYPE ")) {
        assertThat(helps).containsKey(words[2]);
        assertThat(types.put(words[2], words[3])).isNull();
        family = words[2];
      } else {
        sample(line, family, types.getOrDefault(family, ""), samples);
      }
    }
    return new Exposition(samples, types);
  }

  private static void sample(
      String line, String family, String type, Map<String, BigDecimal> samples) {
    var found = SAMPLE.matcher(line);
    assertThat(found.matches()).as(line).isTrue();
    var name = found.group(1);
    assertThat(type).isIn("counter", "gauge", "summary");
    assertThat(name)
        .isIn(
            type.equals("summary")
                ? Map.of(family, 1, family + "_sum", 1, family + "_count", 1).keySet()
                : Map.of(family, 1).keySet());
    assertThat(name.endsWith("_total")).isEqualTo(type.equals("counter"));
    var labels = new TreeMap<String, String>();
    var each = Pattern.compile(LABEL).matcher(found.group(2));
    while (each.find()) {
      var value = each.group(2).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
      assertThat(labels.put(each.group(1), value)).isNull();
    }
    var value = new BigDecimal(found.group(found.groupCount()));
    assertThat(samples.put(name + labels, value)).as("twice: " + line).isNull();
  }

  /// Returns a value by name and labels, such as `terrarium_wire_depth{from=a, to=b}`.
  BigDecimal value(String sample) {
    assertThat(samples).containsKey(sample);
    return samples.get(sample);
  }
}
