package dev.terrarium.bench;

import dev.terrarium.python.ElementType;
import dev.terrarium.python.Gil;
import dev.terrarium.python.Items;
import dev.terrarium.python.NativeArray;
import dev.terrarium.python.PyArray;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.TypeRef;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/// Terrarium in the comparison with other bridges: a process of its own, as they have.
///
/// A row is done in one region of the GIL (`held`), or in one for each single piece of work
/// (`attached`).
final class OwnPeer {
  private static final TypeRef<Map<String, Double>> JOINTS = new TypeRef<>() {};
  private static final TypeRef<List<Long>> LIST_OF_LONG = new TypeRef<>() {};
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;
  private static final int ARRAY_LENGTH = 1 << 20;

  private final Interpreter interpreter = new Interpreter();
  private final Python python;
  private final boolean held;
  private final Serve serve = new Serve();
  private final HowFastIsADict.Joints joints = new HowFastIsADict.Joints();
  private final HowFastIsAList.Numbers numbers = new HowFastIsAList.Numbers();
  private final PyRef workload;

  private OwnPeer(String chosen, boolean held) {
    interpreter.chosen = chosen;
    interpreter.open();
    this.python = interpreter.python;
    this.held = held;
    try (Gil gil = python.attach()) {
      workload = gil.run("peers", interpreter.workload()).keep();
    }
  }

  /// Serves the rows, or does one call and ends.
  ///
  /// @param arguments the interpreter, then `start`, `held` or `attached`
  public static void main(String[] arguments) throws Exception {
    OwnPeer peer = new OwnPeer(arguments[0], arguments[1].equals("held"));
    if (arguments[1].equals("start")) {
      System.out.println(peer.interpreter.identity.call(long.class, 42));
      System.out.flush();
      System.exit(0);
    }
    peer.serve();
  }

  private void serve() throws IOException {
    row(
        "call",
        "identity",
        f -> (gil, i) -> same(1_000_000 + i, f.call(long.class, 1_000_000L + i)));
    String text = "x".repeat(100);
    row("str", "identity", f -> (gil, i) -> same(100, f.call(String.class, text).length()));
    collections();
    flow();
    if (python.installation().numpy().isPresent()) {
      arrays();
    } else {
      serve.without("no NumPy", "array-longs", "array-sum", "array-copy", "array-view");
    }
    threads();
    serve.untilEnd("Terrarium on CPython " + python.installation().version().text());
  }

  private void collections() {
    row(
        "dict",
        "identity",
        f ->
            (gil, i) -> {
              try (PyObject back = f.call(joints.map)) {
                same(10, back.as(JOINTS).size());
              }
            });
    row(
        "list",
        "identity",
        f ->
            (gil, i) -> {
              try (PyObject back = f.call(numbers.list)) {
                same(numbers.array[999], back.as(LIST_OF_LONG).getLast());
              }
            });
    row(
        "list-array",
        "identity",
        f -> (gil, i) -> same(numbers.array[999], f.call(long[].class, numbers.array)[999]));
  }

  private void flow() {
    serve.row(
        "callback",
        count -> {
          try (Gil gil = python.attach()) {
            PyObject increment = gil.function("increment", x -> x.as(0, long.class) + 1);
            same(12_346, gil.of(workload).attr("call_many").call(long.class, increment, count));
          }
        });
    row(
        "exception",
        "fail",
        f -> (gil, i) -> Serve.check(raised(f).getStackTrace()[0].getMethodName().equals("fail")));
    row(
        "exception-text",
        "fail",
        f -> (gil, i) -> Serve.check(raised(f).traceback().endsWith("42\n")));
    row(
        "generator",
        "numbers",
        f ->
            (gil, i) -> {
              long last = -1;
              try (PyObject generator = f.call(1000);
                  Items<Long> items = generator.iterate(long.class)) {
                while (items.hasNext()) {
                  last = items.next();
                }
              }
              same(999, last);
            });
    row("pipeline", "nodes", nodes -> pipeline(nodes));
  }

  private static PythonException raised(PyObject fail) {
    try {
      fail.call();
    } catch (PythonException raised) {
      Serve.check(raised.typeName().equals("ValueError"));
      Serve.check(raised.pythonMessage().endsWith("42"));
      return raised;
    }
    throw new IllegalStateException("fail() did not raise");
  }

  private static Piece pipeline(PyObject nodes) {
    PyObject first = nodes.item(0).attr("process");
    PyObject second = nodes.item(1).attr("process");
    PyObject third = nodes.item(2).attr("process");
    return (gil, i) -> {
      for (long x = 1; x <= 3; x++) {
        try (PyObject one = first.call(x);
            PyObject two = second.call(one)) {
          same(x + 6, third.call(long.class, two));
        }
      }
    };
  }

  private void arrays() {
    NativeArray memory = NativeArray.allocate(ElementType.FLOAT64, ARRAY_LENGTH);
    PyRef sum;
    PyRef zeros;
    try (Gil gil = python.attach()) {
      sum = gil.importModule("numpy").attr("sum").keep();
      zeros = gil.importModule("numpy").attr("zeros").call(ARRAY_LENGTH).keep();
    }
    NativeArray longs = NativeArray.allocate(ElementType.INT64, numbers.array.length);
    row(
        "array-longs",
        "identity",
        f ->
            (gil, i) -> {
              MemorySegment.copy(numbers.array, 0, longs.segment(), LONG, 0, numbers.array.length);
              same(numbers.array[999], f.call(long[].class, longs)[999]);
            });
    row("array-sum", sum, f -> (gil, i) -> Serve.check(f.call(double.class, memory) == 0));
    row(
        "array-copy",
        zeros,
        source -> (gil, i) -> Serve.check(source.as(double[].class)[ARRAY_LENGTH - 1] == 0));
    row(
        "array-view",
        zeros,
        source ->
            (gil, i) -> {
              try (PyArray view = source.array()) {
                Serve.check(view.segment().get(DOUBLE, 8L * (ARRAY_LENGTH - 1)) == 0);
              }
            });
  }

  private void threads() {
    ExecutorService first = Serve.thread();
    ExecutorService second = Serve.thread();
    serve.row(
        "call-two-threads",
        count ->
            Serve.inTwo(
                first,
                second,
                count,
                half -> {
                  for (int i = 0; i < half; i++) {
                    try (Gil gil = python.attach()) {
                      PyObject identity = gil.of(interpreter.identity);
                      same(1_000_000 + i, identity.call(long.class, 1_000_000L + i));
                    }
                  }
                }));
  }

  /// One piece of a row's work, in an open region.
  @FunctionalInterface
  private interface Piece {
    void run(Gil gil, int i);
  }

  private void row(String name, String attribute, Function<PyObject, Piece> work) {
    try (Gil gil = python.attach()) {
      row(name, gil.of(workload).attr(attribute).keep(), work);
    }
  }

  private void row(String name, PyRef subject, Function<PyObject, Piece> work) {
    serve.row(
        name,
        count -> {
          if (held) {
            try (Gil gil = python.attach()) {
              Piece piece = work.apply(gil.of(subject));
              for (int i = 0; i < count; i++) {
                piece.run(gil, i);
              }
            }
            return;
          }
          for (int i = 0; i < count; i++) {
            try (Gil gil = python.attach()) {
              work.apply(gil.of(subject)).run(gil, i);
            }
          }
        });
  }

  private static void same(long expected, long actual) {
    Serve.check(expected == actual);
  }
}
