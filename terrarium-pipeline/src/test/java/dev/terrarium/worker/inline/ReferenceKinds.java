package dev.terrarium.worker.inline;

import java.util.List;
import java.util.Map;

/// The kinds of node that the reference system tests its own runtime with.
final class ReferenceKinds {
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

  private static final Map<String, Object> PEOPLE =
      Map.of(
          "users",
          List.of(Map.of("name", "Ada", "age", 36L), Map.of("name", "Alan", "age", 41L)),
          "meta",
          "ü");

  private ReferenceKinds() {}

  /// Returns a row for each.
  ///
  /// @param style how their functions are written, such as `async def process`
  static List<LimitRow> rows(String style) {
    int base = SOURCE.indexOf("class PassThrough");
    var source = SOURCE.substring(0, base) + SOURCE.substring(base).replace("def process", style);
    return List.of(
            row(
                "PassThrough",
                "[1,\"two\",[3.5]]",
                kind("PassThrough").on(1L, "two", List.of(3.5))),
            row(
                "Transform(operation, multiplier)",
                "[\"ABC\"]; [6,12]",
                kind("Transform")
                    .on("abc")
                    .then(
                        kind("Transform", "'operation': 'multiply', 'multiplier': 3").on(2L, 4L))),
            row(
                "Counter",
                "[{\"count\":1,\"item\":\"a\"},{\"count\":2,\"item\":\"b\"}]",
                kind("Counter").on("a", "b")),
            row(
                "Filter(min, max)",
                "[2,3,4]",
                kind("Filter", "'min': 2, 'max': 4").on(1L, 2L, 3L, 4L, 5L)),
            row(
                "Accumulator(window_size)",
                "[{\"sum\":1,\"window\":[1]},{\"sum\":3,\"window\":[1,2]},{\"sum\":5,\"window\":[2,3]}]",
                kind("Accumulator", "'window_size': 2").on(1L, 2L, 3L)),
            row(
                "Streaming(count)",
                "[\"a.0\",\"a.1\",\"b.0\",\"b.1\"]",
                kind("Streaming", "'count': 2").on("a", "b")),
            row(
                "Echo(name)",
                "[{\"from\":\"canyon\",\"echo\":1}]",
                kind("Echo", "'name': 'canyon'").on(1L)),
            row(
                "Calculator(operation, operand)",
                "[12,2.0]; [0.75]",
                kind("Calculator", "'operation': 'multiply', 'operand': 4")
                    .on(3L, 0.5)
                    .then(kind("Calculator", "'operation': 'divide', 'operand': 4").on(3L))),
            row(
                "ComplexData",
                "[{\"names\":[\"Ada\",\"Alan\"],\"mean\":38.5,\"nested\":{\"deep\":[\"ü\",null,true]}}]",
                kind("ComplexData").on(PEOPLE)),
            row(
                "ListProcessing(operation)",
                "[6]; [[1,2,3]]",
                kind("ListProcessing")
                    .on(List.of(3L, 1L, 2L))
                    .then(kind("ListProcessing", "'operation': 'sorted'").on(List.of(3L, 1L, 2L)))),
            row(
                "Double`, `Add`, `Format",
                "[\"Result: 20\",\"Result: 24\"]",
                Trial.graph(
                        "a>b b>c",
                        "'node_type': '@:Double'",
                        "'node_type': '@:Add', 'params': {'amount': 10}",
                        "'node_type': '@:Format'")
                    .on(5L, 7L)))
        .stream()
        .map(row ->
            new LimitRow(row.what(), row.trial().with(source), row.verdict(), row.expected(), ""))
        .toList();
  }

  private static LimitRow row(String kind, String outcome, Trial trial) {
    return LimitRow.runs("the kind `" + kind + "` of its tests", trial, outcome);
  }

  private static Trial kind(String name, String... params) {
    return Trial.params("@:" + name, String.join("", params));
  }
}
