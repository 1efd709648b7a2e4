package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What does not cross, and what is said of it.
@Tag("native")
class BadInputTest {
  private static final String LIARS =
      """
      class Index:
          def __init__(self, act): self.act = act
          def __index__(self): return self.act()
      def fail(): raise ValueError("no index")
      def text(): return "three"
      def stop(): raise KeyboardInterrupt
      failing, wrong, stopping = Index(fail), Index(text), Index(stop)

      growing = {}
      growing["a"] = Index(lambda: growing.update({len(growing): 0}) or 1)
      turning = {}
      def turn():
          turning["x"] = turning.pop("x", 0)
          return 1
      turning["a"], turning["x"] = Index(turn), Index(turn)
      list_shrinks = [Index(lambda: list_shrinks.clear() or 1), 2]
      set_grows = set()
      class Hashed(Index):
          def __hash__(self): return 1
      set_grows.add(Hashed(lambda: set_grows.add(5) or 1))
      class Unfair(set):
          def __iter__(self): raise OSError("gone")
      unfair = Unfair()
      circle = {"a": []}
      circle["a"].append((circle,))
      """;

  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static PyObject liar(Gil gil, String name) {
    return gil.run("liars", LIARS).attr(name);
  }

  @Test
  void whatAnIndexMethodRaisesIsTheCause() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.of(List.of(1, liar(gil, "failing"))).as(long[].class))
          .isInstanceOf(ConversionException.class)
          .hasMessage("$[1]: the __index__ of Index fails: ValueError: no index")
          .hasCauseInstanceOf(PythonException.class);
      assertThatThrownBy(() -> liar(gil, "wrong").as(int.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("TypeError: __index__ returned non-int (type str)");
    });
  }

  @Test
  void anInterruptInTheMiddleIsNoRefusal() {
    assertThatThrownBy(() -> PYTHON.call(gil -> liar(gil, "stopping").as(long.class)))
        .isInstanceOf(PythonException.class)
        .hasMessage("KeyboardInterrupt");
  }

  @Test
  void containersThatChangeWhileTheyAreReadAreRefused() {
    PYTHON.run(gil -> {
      TypeRef<Map<Object, Long>> map = new TypeRef<>() {};
      assertThatThrownBy(() -> liar(gil, "growing").as(map))
          .hasMessage("$: the dict changed while it was read");
      assertThatThrownBy(() -> liar(gil, "turning").as(map))
          .isInstanceOf(ConversionException.class);
      assertThatThrownBy(() -> liar(gil, "list_shrinks").as(new TypeRef<List<Long>>() {}))
          .hasMessage("$[1]: the list shrank while it was read");
      assertThatThrownBy(() -> liar(gil, "set_grows").as(new TypeRef<Set<Long>>() {}))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("Set changed size during iteration");
      assertThatThrownBy(() -> liar(gil, "unfair").as(new TypeRef<Set<Long>>() {}))
          .hasMessage("$: it cannot be iterated: OSError: gone");
    });
  }

  @Test
  void circlesAreRefusedBothWays() {
    List<Object> list = new ArrayList<>();
    Map<Object, Object> map = new HashMap<>();
    list.add(map);
    map.put(1L, Tuple.of("x", list));

    PYTHON.run(gil -> {
      assertThatThrownBy(() -> liar(gil, "circle").toJava())
          .isInstanceOf(ConversionException.class)
          .hasMessage(
              "the value is nested deeper than 1000 levels, or contains itself, at $.a[0][0].a[0][0].a[0]... 984 more ...[0].a[0][0].a[0][0].a");
      assertThatThrownBy(() -> gil.of(list))
          .isInstanceOf(ConversionException.class)
          .hasMessage(
              "the value is nested deeper than 1000 levels, or contains itself, at $[0][1][1][0][1][1][0][1]... 984 more ...[1][0][1][1][0][1][1][0]");
    });
  }

  @Test
  void whatIsLargeOrDeepIsCountedAndNotWrittenOut() {
    String[][] cases = {
      {"list(range(10**6))", "list of length 1000000"},
      {"[list(range(600)), tuple(range(600))]", "list of length 2"},
      {"'x' * 10**6", "str of length 1000000"},
      {"b'x' * 10**6", "bytes of length 1000000"},
      {"dict.fromkeys(range(10**5))", "dict of length 100000"},
      {"set(range(10**5))", "set of length 100000"},
      {"frozenset({'y' * 10**5})", "frozenset of length 1"},
      {"[{1: ({2}, frozenset())}]", "list [{1: ({2}, frozenset())}]"},
      {"'x' * 100", "str '" + "x".repeat(56) + "..."},
      {"10 ** 9999", "int"},
    };
    PYTHON.run(gil -> {
      for (String[] each : cases) {
        assertThatThrownBy(() -> gil.eval(each[0]).as(Duration.class))
            .hasMessageStartingWith("$: expected timedelta, got " + each[1]);
      }
    });
  }

  @Test
  void aPathIsToldWholeUpTo32Steps() {
    Object nested = new char[0];
    for (int i = 0; i < 32; i++) {
      nested = List.of(nested);
    }
    Object whole = nested;
    Object longer = List.of(nested);

    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.of(whole))
          .hasMessageStartingWith("$" + "[0]".repeat(32) + ": a char[] may mean");
      assertThatThrownBy(() -> gil.of(longer))
          .hasMessageStartingWith("a char[] may mean")
          .hasMessageEndingWith(", at $" + "[0]".repeat(8) + "... 17 more ..." + "[0]".repeat(8));
    });
  }

  record Link(Object next) {}

  static List<Object> abysses() {
    Object list = "floor";
    Object map = "floor";
    Object set = "floor";
    Object tuple = "floor";
    Object link = "floor";
    for (int i = 0; i < 100_000; i++) {
      list = Arrays.asList(list);
      map = new IdentityHashMap<>(Map.of("in", map)); // Whose hash does not go down.
      set = only(set);
      tuple = new Object[] {tuple};
      link = new Link(link);
    }
    return List.of(list, map, set, tuple, link);
  }

  private static Set<Object> only(Object element) {
    Set<Object> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.add(element);
    return set;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 96 * 1024})
  void anAbyssIsRefusedBothWaysWhateverTheStack(int stackSize) throws Exception {
    String source =
        """
        def abyss(container):
            value = "floor"
            for _ in range(100_000):
                value = container(value)
            return value
        lists, dicts = abyss(lambda x: [x]), abyss(lambda x: {"in": x})
        tuples, sets = abyss(lambda x: (x,)), abyss(lambda x: [{x}] if x == "floor" else [x])
        """;
    FutureTask<Boolean> work =
        new FutureTask<>(() -> {
          try (Gil gil = PYTHON.python().attach()) {
            for (Object abyss : abysses()) {
              assertThatThrownBy(() -> gil.of(abyss))
                  .isInstanceOf(ConversionException.class)
                  .hasMessageStartingWith("the value is nested deeper than 1000 levels");
            }
            PyObject module = gil.run("abyss", source);
            for (String name : List.of("lists", "dicts", "tuples", "sets")) {
              PyObject abyss = module.attr(name);
              assertThatThrownBy(abyss::toJava)
                  .isInstanceOf(ConversionException.class)
                  .hasMessageStartingWith("the value is nested deeper than 1000 levels");
              assertThatThrownBy(() -> abyss.as(Duration.class))
                  .isInstanceOf(ConversionException.class)
                  .hasMessageStartingWith("$: expected timedelta, got ");
            }
          }
          return true;
        });

    new Thread(null, work, "abyss", stackSize).start();

    assertThat(work.get()).isTrue();
  }

  @Test
  void keysOfTheWrongTypeAreCountedInThePath() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() ->
              gil.eval("{'a': {'b': 1, 2: 3}}")
                  .as(new TypeRef<Map<String, Map<String, Long>>>() {}))
          .isInstanceOf(ConversionException.class)
          .hasMessage("$.a.keys()[1]: expected str, got int 2");
      assertThatThrownBy(() -> gil.of(Map.of("a", Map.of(Map.of(), 1))))
          .hasMessageStartingWith("$.a.keys()[0]: it cannot be a key: TypeError: ");
      assertThatThrownBy(() -> gil.of(Map.of("\ud800", 1)))
          .hasMessageStartingWith("$.keys()[0]: the text holds a lone surrogate");
      assertThatThrownBy(() -> gil.of(List.of(Set.of(List.of(1)))))
          .hasMessageStartingWith("$[0]{}: it cannot be an element of a set: TypeError: ");
    });
  }

  @Test
  void mixedKeysOfAnyHashableKindCross() {
    Map<Object, Object> mixed = new HashMap<>();
    mixed.put(1L, "int");
    mixed.put("1", "str");
    mixed.put(null, "None");
    mixed.put(Tuple.of(1L, Set.of(2L)), "tuple of a frozenset");
    mixed.put(Set.of(Set.of("x")), "frozenset of a frozenset");

    PYTHON.run(gil -> {
      PyObject dict = gil.of(mixed);

      assertThat(dict.toJava()).isEqualTo(mixed);
      assertThat(dict.item(Tuple.of(1L, gil.eval("frozenset({2})"))).str())
          .isEqualTo("tuple of a frozenset");
      assertThat(gil.of(Map.of(1, Set.of(2))).repr()).isEqualTo("{1: {2}}");
    });
  }

  @Test
  void theRangesOfThePathAreShortAndSafe() {
    Map<Object, Object> odd = new HashMap<>();
    odd.put("x".repeat(100), new char[0]);

    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(odd).isNone()))
        .hasMessageStartingWith("$['" + "x".repeat(57) + "...']: a char[] may mean");
  }
}
