package dev.terrarium.broker.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every field of a declaration, given what it cannot be: the fault names the field, its line, and
/// what was expected.
class BrokenFieldsTest {
  private static final String MARK = "@here@";

  /// Values of TOML of every type, and odd ones of each.
  private static final List<String> VALUES =
      List.of(
          "1",
          "0",
          "-1",
          "9223372036854775807",
          "1.5",
          "-0.5",
          "0.0",
          "nan",
          "inf",
          "-inf",
          "true",
          "false",
          "\"x\"",
          "\"\"",
          "\"  \"",
          "\"Not a Word!\"",
          "[]",
          "[1]",
          "[\"x\", 7]",
          "[[\"x\"]]",
          "[{}]",
          "{}",
          "{ zzz = 1 }",
          "1979-05-27",
          "07:32:00",
          "1979-05-27T07:32:00Z");

  /// What each kind of field may take of those, by the words that say what is expected.
  private static final Map<String, BiPredicate<String, String>> FITS = new LinkedHashMap<>();

  static {
    FITS.put("a name of a-z", (_, value) -> value.equals("\"x\""));
    FITS.put("the name of a module", (_, value) -> value.equals("\"x\""));
    FITS.put("the path of a topic", (_, value) -> value.equals("\"x\""));
    FITS.put(
        "a text that is not empty",
        (_, value) -> isText(value) && !value.replace("\"", "").isBlank());
    FITS.put("a text, a number, true or false", (_, value) -> isScalar(value));
    FITS.put("a text", (_, value) -> isText(value));
    FITS.put("true or false", (_, value) -> value.equals("true") || value.equals("false"));
    FITS.put("a whole number from 0", (_, value) -> value.equals("0") || value.equals("1"));
    FITS.put("a whole number", (_, value) -> value.equals("1"));
    FITS.put(
        "a finite number, which a 64-bit float holds",
        (_, value) -> isFinite(value) && !value.equals("9223372036854775807"));
    FITS.put("a number above 0", (_, value) -> isFinite(value) && Double.parseDouble(value) > 0);
    FITS.put("a number of seconds", (_, value) -> value.equals("1") || value.equals("1.5"));
    FITS.put("a list", (_, value) -> value.equals("[]"));
    FITS.put("a table of max", (_, _) -> false);
    FITS.put("a table", (_, value) -> value.equals("{}"));
    FITS.put("one of", (_, _) -> false);
    FITS.put("\"python:module:function\"", (_, _) -> false);
    FITS.put("\"module:function\"", (_, _) -> false);
    FITS.put("\"built-in\"", (_, _) -> false);
    FITS.put(
        "a number from 0 to 1000000",
        (_, value) ->
            isFinite(value) && Double.parseDouble(value) >= 0 && Double.parseDouble(value) <= 1e6);
    FITS.put("a number from 1 to 100", (_, value) -> value.equals("1") || value.equals("1.5"));
  }

  private static boolean isText(String value) {
    return value.startsWith("\"");
  }

  private static boolean isFinite(String value) {
    return value.matches("-?[0-9.]+");
  }

  private static boolean isScalar(String value) {
    return isText(value) || value.matches("-?[0-9.]+|-?inf|nan|true|false");
  }

  /// A field that stands somewhere in the complete declaration.
  record Somewhere(Field<?> field, List<String> keys) {
    String path() {
      return keys.stream().reduce("", DeclarationFault::child);
    }

    @Override
    public String toString() {
      return path();
    }
  }

  static List<Somewhere> fields() {
    var root = TomlText.read(Complete.text()).root();
    return Schema.SECTIONS.stream()
        .flatMap(section -> section.fields().stream().map(field -> find(root, section, field)))
        .toList();
  }

  private static Somewhere find(Map<String, Object> root, Section section, Field<?> field) {
    var pattern = new ArrayList<>(List.of(section.name().split("\\.")));
    pattern.add(field.name());
    return places(root, List.of(), pattern)
        .findFirst()
        .map(keys -> new Somewhere(field, keys))
        .orElseThrow(() -> new AssertionError("complete.toml lacks " + pattern));
  }

  /// Where a pattern leads, in which NAME stands for any key and PATH for one or two.
  private static Stream<List<String>> places(
      Object value, List<String> before, List<String> pattern) {
    if (pattern.isEmpty()) {
      return Stream.of(before);
    }
    if (!(value instanceof Map<?, ?> table)) {
      return Stream.empty();
    }
    var first = pattern.getFirst();
    var rest = pattern.subList(1, pattern.size());
    return table.entrySet().stream()
        .flatMap(one -> {
          var here = new ArrayList<>(before);
          here.add(String.valueOf(one.getKey()));
          var next = Stream.<List<String>>empty();
          if (first.equals("PATH") || first.equals("NAME") || first.equals(one.getKey())) {
            next = places(one.getValue(), here, rest);
          }
          return first.equals("PATH")
              ? Stream.concat(next, places(one.getValue(), here, pattern))
              : next;
        });
  }

  @Test
  void theCompleteDeclarationSaysSomethingInEveryField() {
    assertThat(fields()).hasSizeGreaterThanOrEqualTo(55);
    assertThat(Complete.faults(Complete.text())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aWrongValueIsAFaultThatNamesTheFieldItsLineAndWhatWasExpected(Somewhere somewhere) {
    var words = somewhere.field().kind().words();
    var fits =
        FITS.entrySet().stream()
            .filter(kind -> words.startsWith(kind.getKey()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nothing is known of '" + words + "'"))
            .getValue();

    var marked = marked(somewhere);
    int line = marked.substring(0, marked.indexOf(MARK)).split("\n", -1).length;
    for (var value : VALUES) {
      var text = marked.replace("\"" + MARK + "\"", value);
      var faults = Complete.faults(text);
      var said =
          faults.stream().filter(fault -> fault.path().startsWith(somewhere.path())).toList();
      if (!fits.test(words, value)) {
        assertThat(said).as(somewhere.path() + " = " + value).isNotEmpty();
        assertThat(said)
            .as(somewhere.path() + " = " + value)
            .allSatisfy(fault -> {
              assertThat(fault.line()).isEqualTo(line);
              assertThat(fault.message()).matches("(?s)(must|is missing|is not known).*");
            });
      }
      assertThat(said)
          .as(somewhere.path() + " = " + value + " fits: " + fits.test(words, value))
          .filteredOn(fault -> fault.message().startsWith("must be " + words + ", not"))
          .hasSize(fits.test(words, value) || isPartlyRight(words, value) ? 0 : 1);
    }
  }

  /// Whether only what lies within the value is at fault.
  private static boolean isPartlyRight(String words, String value) {
    return words.startsWith("a list") && value.startsWith("[")
        || words.startsWith("a table") && value.startsWith("{");
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aFieldThatMustBeThereIsMissedByName(Somewhere somewhere) {
    var text = without(somewhere);

    var missed =
        Complete.faults(text).stream()
            .filter(fault -> fault.path().equals(somewhere.path()))
            .filter(fault -> fault.message().startsWith("is missing; it must be "))
            .toList();

    boolean isNeededByAnother = List.of("unit", "values").contains(somewhere.field().name());
    assertThat(missed).hasSize(somewhere.field().required() || isNeededByAnother ? 1 : 0);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aMisspeltNameOfAFieldIsRefusedWithTheRightOneBesideIt(Somewhere somewhere) {
    var keys = new ArrayList<>(somewhere.keys());
    keys.set(keys.size() - 1, somewhere.field().name() + "x");
    var misspelt = new Somewhere(somewhere.field(), keys);
    var root = TomlText.read(Complete.text()).root();
    var table = tableOf(root, somewhere.keys());
    table.put(keys.getLast(), table.remove(somewhere.field().name()));

    var faults = Complete.faults(TomlWriter.text(root));

    assertThat(faults)
        .filteredOn(fault -> fault.path().equals(misspelt.path()))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.message()).startsWith("is not known");
          assertThat(fault.near())
              .hasValueSatisfying(
                  near -> assertThat(near).contains("'" + somewhere.field().name() + "'"));
        });
  }

  @Test
  void anUnknownNameIsRefusedInEveryTable() {
    for (var section : Schema.SECTIONS) {
      var somewhere =
          find(TomlText.read(Complete.text()).root(), section, section.fields().getFirst());
      var root = TomlText.read(Complete.text()).root();
      var table = tableOf(root, somewhere.keys());
      table.put("qwertz", 1L);

      var faults = Complete.faults(TomlWriter.text(root));

      assertThat(faults)
          .as(section.name())
          .filteredOn(fault -> fault.path().endsWith(".qwertz"))
          .singleElement()
          .satisfies(fault -> assertThat(fault.message()).startsWith("is not known; there are "));
    }
  }

  private static String marked(Somewhere somewhere) {
    var root = TomlText.read(Complete.text()).root();
    tableOf(root, somewhere.keys()).put(somewhere.keys().getLast(), MARK);
    return TomlWriter.text(root);
  }

  private static String without(Somewhere somewhere) {
    var root = TomlText.read(Complete.text()).root();
    tableOf(root, somewhere.keys()).remove(somewhere.keys().getLast());
    return TomlWriter.text(root);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tableOf(Map<String, Object> root, List<String> keys) {
    var table = root;
    for (var key : keys.subList(0, keys.size() - 1)) {
      table = (Map<String, Object>) table.getOrDefault(key, Map.of());
    }
    return table;
  }
}
