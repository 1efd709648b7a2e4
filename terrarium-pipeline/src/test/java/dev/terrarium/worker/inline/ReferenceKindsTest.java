package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The kinds of node that the reference system tests its own runtime with, each as a class with
/// plain functions, with coroutines, and with `aprocess` beside a `process` that must not be
/// called.
@Tag("native")
@ParameterizedClass
@ValueSource(strings = {"def process", "async def process", "async def aprocess"})
class ReferenceKindsTest {
  private static final String SOURCE =
      """
      class Base:
          def process(self, item):
              raise AssertionError("process was called although there is aprocess")

      class PassThrough(Base):
          def process(self, item):
              return item

      class Transform(Base):
          def __init__(self, operation="upper", multiplier=1):
              self.operation, self.multiplier = operation, multiplier
          def process(self, item):
              if self.operation == "multiply":
                  return item * self.multiplier
              return getattr(str(item), self.operation)()

      class Counter(Base):
          def __init__(self):
              self.count = 0
          def process(self, item):
              self.count += 1
              return {"count": self.count, "item": item}

      class Filter(Base):
          def __init__(self, min=None, max=None):
              self.min, self.max = min, max
          def process(self, item):
              if self.min is not None and item < self.min:
                  return None
              if self.max is not None and item > self.max:
                  return None
              return item

      class Accumulator(Base):
          def __init__(self, window_size=3):
              self.window_size, self.window = window_size, []
          def process(self, item):
              self.window = [*self.window, item][-self.window_size:]
              return {"sum": sum(self.window), "window": self.window}

      class Streaming(Base):
          def __init__(self, count=3):
              self.count = count
          def process(self, item):
              for index in range(self.count):
                  yield f"{item}.{index}"

      class Echo(Base):
          def __init__(self, name="echo"):
              self.name = name
          def process(self, item):
              return {"from": self.name, "echo": item}

      class Calculator(Base):
          def __init__(self, operation="add", operand=0):
              self.operation, self.operand = operation, operand
          def process(self, item):
              import operator
              names = {"add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv"}
              return getattr(operator, names[self.operation])(item, self.operand)

      class ComplexData(Base):
          def process(self, item):
              users = item["users"]
              ages = [user["age"] for user in users]
              return {"names": [user["name"] for user in users],
                      "mean": sum(ages) / len(ages),
                      "nested": {"deep": [item["meta"], None, True]}}

      class ListProcessing(Base):
          def __init__(self, operation="sum"):
              self.operation = operation
          def process(self, item):
              return {"sum": sum, "max": max, "sorted": sorted, "reversed": lambda x: x[::-1]}[self.operation](item)

      class Double(Base):
          def process(self, item):
              return item * 2

      class Add(Base):
          def __init__(self, amount):
              self.amount = amount
          def process(self, item):
              return item + self.amount

      class Format(Base):
          def process(self, item):
              return f"Result: {item}"
      """;

  private final String style;
  @TempDir Path folder;
  private Workshop workshop;
  private String module;

  ReferenceKindsTest(String style) {
    this.style = style;
  }

  @BeforeEach
  void open() throws Exception {
    workshop = new Workshop(folder);
    int base = SOURCE.indexOf("class PassThrough");
    module =
        workshop.module(
            SOURCE.substring(0, base) + SOURCE.substring(base).replace("def process", style));
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void passThrough() {
    assertThat(run("PassThrough", 1L, "two", List.of(3.5)))
        .containsExactly(1L, "two", List.of(3.5));
  }

  @Test
  void transform() {
    assertThat(run("Transform", "abc")).containsExactly("ABC");
    assertThat(run("Transform {\"operation\":\"multiply\",\"multiplier\":3}", 2L, 4L))
        .containsExactly(6L, 12L);
  }

  @Test
  void counter() {
    assertThat(run("Counter", "a", "b"))
        .containsExactly(Map.of("count", 1L, "item", "a"), Map.of("count", 2L, "item", "b"));
  }

  @Test
  void filter() {
    assertThat(run("Filter {\"min\":2,\"max\":4}", 1L, 2L, 3L, 4L, 5L)).containsExactly(2L, 3L, 4L);
  }

  @Test
  void accumulator() {
    assertThat(run("Accumulator {\"window_size\":2}", 1L, 2L, 3L))
        .containsExactly(
            Map.of("sum", 1L, "window", List.of(1L)),
            Map.of("sum", 3L, "window", List.of(1L, 2L)),
            Map.of("sum", 5L, "window", List.of(2L, 3L)));
  }

  @Test
  void streaming() {
    assertThat(run("Streaming {\"count\":2}", "a", "b"))
        .containsExactly("a.0", "a.1", "b.0", "b.1");
  }

  @Test
  void echo() {
    assertThat(run("Echo {\"name\":\"canyon\"}", 1L))
        .containsExactly(Map.of("from", "canyon", "echo", 1L));
  }

  @Test
  void calculator() {
    assertThat(run("Calculator {\"operation\":\"multiply\",\"operand\":4}", 3L, 0.5))
        .containsExactly(12L, 2.0);
    assertThat(run("Calculator {\"operation\":\"divide\",\"operand\":4}", 3L))
        .containsExactly(0.75);
  }

  @Test
  void complexData() {
    var item =
        Map.of(
            "users",
            List.of(Map.of("name", "Ada", "age", 36L), Map.of("name", "Alan", "age", 41L)),
            "meta",
            "ü");

    var out = run("ComplexData", item);

    assertThat(out)
        .singleElement()
        .asString()
        .contains("names=[Ada, Alan]", "mean=38.5", "[ü, null, true]");
  }

  @Test
  void listProcessing() {
    assertThat(run("ListProcessing", List.of(3L, 1L, 2L))).containsExactly(6L);
    assertThat(run("ListProcessing {\"operation\":\"sorted\"}", List.of(3L, 1L, 2L)))
        .containsExactly(List.of(1L, 2L, 3L));
  }

  @Test
  void chain() {
    assertThat(
            workshop.outputs(
                List.of(5L, 7L),
                module + ":Double",
                module + ":Add {\"amount\":10}",
                module + ":Format"))
        .containsExactly("Result: 20", "Result: 24");
  }

  private List<@Nullable Object> run(String node, Object... items) {
    return workshop.outputs(List.of(items), module + ":" + node);
  }
}
