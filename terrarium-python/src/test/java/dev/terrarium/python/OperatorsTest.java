package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Operators, slices, keyword arguments and context managers.
@Tag("native")
class OperatorsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String MANAGER =
      """
      class Transaction:
          def __init__(self, takes=()):
              self.takes, self.log = takes, []
          def __enter__(self):
              self.log.append("begin")
              return self.log
          def __exit__(self, kind, error, traceback):
              self.log.append("commit" if error is None else f"rollback {kind.__name__}: {error}")
              return kind is not None and issubclass(kind, self.takes)
      """;

  @Test
  void doWhatTheirSymbolsDo() {
    PYTHON.run(gil -> {
      PyObject seven = gil.of(7);

      assertThat(seven.op(Operator.ADD, 2).toJava()).isEqualTo(9L);
      assertThat(seven.op(Operator.DIVIDE, 2).toJava()).isEqualTo(3.5);
      assertThat(seven.op(Operator.FLOOR_DIVIDE, -2).toJava()).isEqualTo(-4L);
      assertThat(seven.op(Operator.REMAINDER, -2).toJava()).isEqualTo(-1L);
      assertThat(seven.op(Operator.POWER, 2).toJava()).isEqualTo(49L);
      assertThat(seven.op(Operator.XOR, 2).toJava()).isEqualTo(5L);
      assertThat(seven.op(Operator.SHIFT_LEFT, 2).toJava()).isEqualTo(28L);
      assertThat(seven.op(Operator.NEGATE).toJava()).isEqualTo(-7L);
      assertThat(seven.op(Operator.INVERT).toJava()).isEqualTo(-8L);
      assertThat(seven.op(Operator.NOT).toJava()).isEqualTo(false);
    });
  }

  @Test
  void everyOneIsThere() {
    PYTHON.run(gil -> {
      PyObject recorder =
          gil.run(
                  "m",
                  """
                  class Anything:
                      def __contains__(self, other):
                          return True
                  for name in ("add sub mul truediv floordiv mod pow matmul and or xor lshift rshift"
                               " eq ne lt le gt ge neg pos invert abs").split():
                      setattr(Anything, f"__{name}__", lambda *operands: len(operands))
                  """)
              .callMethod("Anything");

      for (Operator operator : Operator.values()) {
        PyObject result = operator.isUnary() ? recorder.op(operator) : recorder.op(operator, 1);
        assertThat(result.toJava()).as("%s", operator).isIn(1L, 2L, true, false);
      }
    });
  }

  @Test
  void compareAndContain() {
    PYTHON.run(gil -> {
      PyObject list = gil.of(List.of(1, 2, 3));

      assertThat(list.test(Operator.EQUAL, List.of(1, 2, 3))).isTrue();
      assertThat(list.test(Operator.LESS, List.of(1, 3))).isTrue();
      assertThat(list.contains(2)).isTrue();
      assertThat(list.contains("two")).isFalse();
      assertThat(gil.of("ab").hash()).isEqualTo(gil.of("ab").hash());
      assertThatThrownBy(list::hash).hasMessage("TypeError: unhashable type: 'list'");
    });
  }

  @Test
  void refuseWhatPythonRefuses() {
    PYTHON.run(gil -> {
      PyObject one = gil.of(1);

      assertThatThrownBy(() -> one.op(Operator.ADD, "x"))
          .hasMessage("TypeError: unsupported operand type(s) for +: 'int' and 'str'");
      assertThatThrownBy(() -> one.op(Operator.ADD))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the operator ADD takes two operands");
      assertThatThrownBy(() -> one.op(Operator.NEGATE, 1))
          .hasMessage("the operator NEGATE takes one operand");
      assertThatThrownBy(() -> one.op(Operator.EQUAL, "\ud800"))
          .isInstanceOf(ConversionException.class)
          .hasMessageStartingWith("the operand: the text holds a lone surrogate");
    });
  }

  @Test
  void slicesReadWriteAndDelete() {
    PYTHON.run(gil -> {
      PyObject list = gil.of(List.of(0, 1, 2, 3, 4, 5));

      assertThat(list.item(Slice.of(1, 3)).toJava()).isEqualTo(List.of(1L, 2L));
      assertThat(list.item(Slice.to(-4)).toJava()).isEqualTo(List.of(0L, 1L));
      assertThat(list.item(Slice.all().by(-2)).toJava()).isEqualTo(List.of(5L, 3L, 1L));
      list.setItem(Slice.of(0, 2), List.of(9));
      list.deleteItem(Slice.from(2));
      assertThat(list.toJava()).isEqualTo(List.of(9L, 2L));
    });
  }

  @Test
  void keywordArgumentsNeedNoMap() {
    PYTHON.run(gil -> {
      PyObject f = gil.eval("lambda a, *rest, key=0, **more: [a, rest, key, more]");

      assertThat(f.call(Keywords.of("key", 3).and("other", 4), 1).repr())
          .isEqualTo("[1, (), 3, {'other': 4}]");
      assertThat(f.call(List.class, Keywords.of("key", null), 1).get(2)).isNull();
      assertThat(gil.of("{x}").callMethod("format", Keywords.of(Map.of("x", 1))).str())
          .isEqualTo("1");
      assertThatThrownBy(() -> f.call(Keywords.of("a", 3), 1))
          .hasMessageContaining("got multiple values for argument 'a'");
      assertThatThrownBy(() -> f.call(Keywords.of("key", "\ud800"), 1))
          .isInstanceOf(ConversionException.class)
          .hasMessageStartingWith("keyword arguments.key");
    });
  }

  @Test
  void aKeywordGivenTwiceIsRefused() {
    assertThatThrownBy(() -> Keywords.of("key", 1).and("key", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the keyword argument 'key' is given twice");
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("none", null);
    assertThat(Keywords.of(values).and("b", 2).values().keySet()).containsExactly("none", "b");
  }

  @Test
  void aTryExitsAContextManager() {
    PYTHON.run(gil -> {
      PyObject manager = gil.run("m", MANAGER).callMethod("Transaction");

      PyContext left;
      try (PyContext entered = manager.enter()) {
        entered.value().callMethod("append", "work");
        left = entered;
      }
      left.close();

      assertThat(manager.attr("log").toJava()).isEqualTo(List.of("begin", "work", "commit"));
      assertThatThrownBy(() -> gil.of(1).enter())
          .hasMessage("TypeError: 'int' object does not support the context manager protocol");
    });
  }

  @Test
  void exitSeesWhatIsThrownInside() {
    PYTHON.run(gil -> {
      PyObject manager = gil.run("m", MANAGER).callMethod("Transaction");
      IllegalStateException ours = new IllegalStateException("stop");

      assertThatThrownBy(() ->
              manager.with(_ -> {
                throw ours;
              }))
          .isSameAs(ours);
      assertThatThrownBy(() -> manager.with(log -> log.item("x")))
          .isInstanceOf(PythonException.class);

      assertThat(manager.attr("log").as(String[].class))
          .containsExactly(
              "begin",
              "rollback JavaError: java.lang.IllegalStateException: stop",
              "begin",
              "rollback TypeError: list indices must be integers or slices, not str");
    });
  }

  @Test
  void exitMayTakeWhatIsThrownInside() {
    PYTHON.run(gil -> {
      PyObject module = gil.run("m", MANAGER);
      PyObject manager =
          module.callMethod("Transaction", module.attr("__builtins__").item("ValueError"));

      assertThat(manager.<Long>with(_ -> gil.eval("int('x')").as(long.class))).isEmpty();
      assertThat(manager.<Long>with(log -> log.size())).contains(3L);
      assertThat(manager.with(_ -> null)).isEmpty();
    });
  }

  @Test
  void workOnAVirtualThreadToo() throws InterruptedException {
    List<Object> seen = Arrays.asList(null, null, null);
    Thread.ofVirtual()
        .start(() -> {
          try (Gil gil = PYTHON.python().attach()) {
            seen.set(0, gil.of(1).op(Operator.ADD, 1).toJava());
            seen.set(1, gil.of(List.of(1, 2)).item(Slice.from(1)).toJava());
            PyObject manager = gil.run("m", MANAGER).callMethod("Transaction");
            try (PyContext entered = manager.enter()) {
              seen.set(2, entered.value().contains("begin"));
            }
          }
        })
        .join();

    assertThat(seen).containsExactly(2L, List.of(2L), true);
  }
}
