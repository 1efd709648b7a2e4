package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.arrow.ArrowColumn;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.testing.OnePython;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Structures and maps of Arrow, from structs that are filled as the specification says.
@Tag("native")
class NestedColumnsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String PRODUCER =
      ArrowTableTest.STRUCTS
          + """

          class Batch:
              '''A batch of columns, each (format, name, length, offset, buffers, children).'''
              def __init__(self, *columns):
                  self.keep = []
                  self.schema_release = Release(lambda at: setattr(Schema.from_address(at), "release", Release()))
                  self.array_release = Release(lambda at: setattr(Array.from_address(at), "release", Release()))
                  self.schema, self.array = self.node(b"+s", b"", columns[0][2], 0, [None], columns)
              def node(self, format, name, length, offset, buffers, children):
                  below = [self.node(*each) for each in children]
                  schemas = (c.POINTER(Schema) * len(below))(*(c.pointer(s) for s, _ in below))
                  arrays = (c.POINTER(Array) * len(below))(*(c.pointer(a) for _, a in below))
                  places = (c.c_void_p * len(buffers))(*(b and c.addressof(b) for b in buffers))
                  schema = Schema(format, name, None, 2, len(below), schemas, None, self.schema_release, None)
                  array = Array(length, 0, offset, len(buffers), len(below), places, arrays, None,
                                self.array_release, None)
                  self.keep += [below, schemas, arrays, places, buffers, schema, array]
                  return schema, array
              def __arrow_c_array__(self, requested_schema=None):
                  return (new(c.addressof(self.schema), b"arrow_schema", None),
                          new(c.addressof(self.array), b"arrow_array", None))

          def longs(name, *numbers):
              return (b"l", name, len(numbers), 0, [None, (c.c_int64 * len(numbers))(*numbers)], [])

          def struct(name, rows, *children, offset=0):
              return (b"+s", name, rows, offset, [None], children)

          def texts(name, *values):
              ends = [sum(map(len, values[:i])) for i in range(len(values) + 1)]
              return (b"u", name, len(values), 0,
                      [None, (c.c_int32 * len(ends))(*ends), c.create_string_buffer("".join(values).encode())], [])

          def map_(name, ends, keys, values):
              entries = struct(b"entries", len(keys[4][1]) - 1, keys, values)
              return (b"+m", name, len(ends) - 1, 0, [None, (c.c_int32 * len(ends))(*ends)], [entries])
          """;

  private static ArrowTable table(Gil gil, String columns) {
    return gil.run("nested_columns", PRODUCER + "\nv = Batch(" + columns + ")\n")
        .attr("v")
        .as(ArrowTable.class);
  }

  private static ArrowColumn first(ArrowTable table) {
    return table.batches().getFirst().columns().getFirst();
  }

  @Test
  void refusesAMapWithOneKeyTwice() {
    PYTHON.run(gil -> {
      try (ArrowTable table =
          table(
              gil,
              "map_(b'm', [0, 2, 4], texts(b'key', 'a', 'b', 'k', 'k'), longs(b'value', 1, 2, 3, 4))")) {
        ArrowColumn column = first(table);

        assertThat(column.get(0)).isEqualTo(Map.of("a", 1L, "b", 2L));
        assertThatThrownBy(() -> column.get(1))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "row 1 of the column 'm' has the key 'k' twice, with 3 and with 4, of which a Map would lose one: make the keys differ in Python, or the column a list of structures");
      }
    });
  }

  @Test
  void refusesAStructureWithTwoMembersOfOneName() {
    PYTHON.run(gil -> {
      try (ArrowTable table = table(gil, "struct(b's', 2, longs(b'q', 1, 2), longs(b'q', 3, 4))")) {
        ArrowColumn column = first(table);

        assertThatThrownBy(() -> column.get(1))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "row 1 of the column 's' has two members 'q', 2 and 4, of which a Map would lose one: read them with children(), or rename one in Python");
        assertThat(column.children().get(1).get(1)).isEqualTo(4L);
      }
    });
  }

  @Test
  void membersOfASliceBeginWhereItBegins() {
    PYTHON.run(gil -> {
      try (ArrowTable table =
          table(
              gil,
              "struct(b's', 2, longs(b'a', 1, 2, 3), struct(b't', 3, longs(b'b', 4, 5, 6, 7), offset=1), offset=1)")) {
        ArrowColumn column = first(table);

        List<ArrowColumn> members = column.children();

        assertThat(column.get(0)).isEqualTo(Map.of("a", 2L, "t", Map.of("b", 6L)));
        assertThat(members.get(0).length()).isEqualTo(2);
        assertThat(members.get(0).getLong(0)).isEqualTo(2);
        assertThat(members.get(0).longs().get(1)).isEqualTo(3);
        assertThat(members.get(1).children().getFirst().getLong(1)).isEqualTo(7);
      }
    });
  }

  @Test
  void refusesANameThatTwoColumnsHave() {
    PYTHON.run(gil -> {
      try (ArrowTable table = table(gil, "longs(b'a', 1), longs(b'b', 2), longs(b'a', 3)")) {
        var batch = table.batches().getFirst();

        assertThatThrownBy(() -> batch.column("a"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "there is more than one column 'a': ask for columns().get(0) or columns().get(2)");
        assertThat(batch.column("b").getLong(0)).isEqualTo(2);
        assertThat(batch.columns().get(2).getLong(0)).isEqualTo(3);
      }
    });
  }
}
