package dev.terrarium.python.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.ConversionException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.testing.OnePython;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The published tables say what the code does, of every type that has a rule.
@Tag("native")
class ValuesTableTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "values.md");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @RegisterExtension static final OnePython PYTHON = new OnePython();

  /// The cells of a table's rows.
  private static List<List<String>> table(String heading) throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf(heading) + heading.length()).split("\n## ", 2)[0];
    List<List<String>> rows = new ArrayList<>();
    section
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(
            line -> rows.add(List.of(line.substring(2, line.length() - 2).split(" \\| ", -1))));
    assertThat(rows).as(heading).hasSizeGreaterThan(15);
    return rows;
  }

  private static List<String> names(String cell) {
    return NAME.matcher(cell).results().map((MatchResult name) -> name.group(1)).toList();
  }

  private static Set<String> firstNames(List<List<String>> rows) {
    List<String> all = rows.stream().flatMap(row -> names(row.getFirst()).stream()).toList();
    assertThat(all).doesNotHaveDuplicates();
    return new HashSet<>(all);
  }

  @Test
  void fromJavaToPython() throws IOException {
    List<List<String>> rows = table("## From Java to Python");

    PYTHON.run(gil -> {
      for (List<String> row : rows) {
        assertThat(row).as(row.getFirst()).hasSize(4).allMatch(cell -> !cell.isBlank());
        for (String name : names(row.getFirst())) {
          if (TableExamples.JAVA.containsKey(name)) {
            becomes(gil, name, row.get(1));
          }
        }
      }
    });
    Set<String> examples = new HashSet<>(TableExamples.JAVA.keySet());
    examples.add("NativeArray"); // NumPy is not everywhere; ArrayTest has its example.
    assertThat(firstNames(rows)).isEqualTo(examples);
    Set<String> fixed =
        FixedRules.JAVA.stream().map(Class::getSimpleName).collect(Collectors.toSet());
    fixed.remove("Number"); // Asked for alone: a number is sent by its class.
    assertThat(firstNames(rows)).containsAll(fixed);
  }

  private static void becomes(Gil gil, String name, String becomes) {
    Object value = TableExamples.JAVA.get(name).apply(gil);
    PyObject object = gil.of(value);
    String type =
        object.typeName().replace("NoneType", "None").replace("pathlib._local", "pathlib");

    switch (name) {
      case "PyObject" -> assertThat(object.is((PyObject) value)).isTrue();
      case "PyRef" -> assertThat(object.is(gil.of((PyRef) value))).isTrue();
      case "Enum" -> assertThat(object.isInstance(gil.importModule("enum").attr("Enum"))).isTrue();
      case "Record" -> assertThat(object.hasAttr("__dataclass_fields__")).isTrue();
      default -> assertThat(names(becomes)).as("%s became %s", name, type).contains(type);
    }
    if (value instanceof PyRef kept) {
      kept.close();
    }
  }

  @Test
  void fromPythonByTheObjectsOwnType() throws IOException {
    List<List<String>> rows = table("## From Python to Java, by the object's own type");

    PYTHON.run(gil -> {
      for (List<String> row : rows) {
        assertThat(row).as(row.getFirst()).hasSize(4).allMatch(cell -> !cell.isBlank());
        for (String name : names(row.getFirst())) {
          PyObject object = TableExamples.python(gil, name);
          if (object != null) {
            Object value = object.toJava();
            assertThat(names(row.get(1)))
                .as("%s became %s", name, value)
                .contains(TableExamples.typeName(value));
          }
        }
      }
    });
    Set<String> fixed = new HashSet<>(FixedRules.PYTHON);
    fixed.add("None");
    fixed.remove("NoneType");
    assertThat(firstNames(rows)).containsAll(fixed);
  }

  @Test
  void fromPythonByTheTypeThatIsAskedFor() throws IOException {
    List<List<String>> rows = table("## From Python to Java, by the type that is asked for");

    PYTHON.run(gil -> {
      for (List<String> row : rows) {
        assertThat(row).as(row.getFirst()).hasSize(3);
        for (String name : names(row.getFirst())) {
          Class<?> type = TableExamples.asked(name);
          names(row.get(1)).forEach(taken -> takes(gil, type, taken));
          names(row.get(2)).forEach(refused -> refuses(gil, type, refused));
        }
      }
    });
    assertThat(firstNames(rows)).containsAll(readable());
  }

  private static void takes(Gil gil, Class<?> type, String taken) {
    PyObject object = TableExamples.python(gil, TableExamples.variant(type, taken));
    if (object == null) {
      return; // It is no type of Python, or one of a package that is not here.
    }
    Object value = object.as(type);
    if (value != null && !type.isPrimitive()) {
      assertThat(value).as("%s as %s", taken, type).isInstanceOf(type);
    }
    if (value instanceof PyRef kept) {
      kept.close();
    }
  }

  private static void refuses(Gil gil, Class<?> type, String refused) {
    PyObject object = TableExamples.python(gil, refused);
    assertThat(object).as(refused).isNotNull();
    assertThatThrownBy(() -> object.as(type))
        .as("%s as %s", refused, type)
        .isInstanceOf(ConversionException.class);
  }

  /// The simple names of all types that there is a reader of its own for.
  private static Set<String> readable() {
    Set<Class<?>> types = new HashSet<>(FixedRules.JAVA);
    types.addAll(Scalars.TYPES);
    types.addAll(PrimitiveArrays.READERS.keySet());
    types.addAll(new Conversions().readers.exact().keySet());
    return types.stream().map(Class::getSimpleName).collect(Collectors.toSet());
  }

  @Test
  void everyClassThatIsKnownHasARow() throws IOException {
    Set<String> rows = firstNames(table("## From Python to Java, by the object's own type"));

    assertThat(new Conversions().classes.expected())
        .isNotEmpty()
        .allMatch(rows::contains, "has a row");
  }
}
