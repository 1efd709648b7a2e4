package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
          .hasMessageEndingWith("nested deeper than 1000 levels, or contains itself");
      assertThatThrownBy(() -> gil.of(list))
          .isInstanceOf(ConversionException.class)
          .hasMessageEndingWith("nested deeper than 1000 levels, or contains itself");
    });
  }

  @Test
  void keysOfTheWrongTypeAreCountedInThePath() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() ->
              gil.eval("{'a': {'b': 1, 2: 3}}")
                  .as(new TypeRef<Map<String, Map<String, Long>>>() {}))
          .isInstanceOf(ConversionException.class)
          .hasMessage("$['a'].keys()[1]: expected str, got int 2");
      assertThatThrownBy(() -> gil.of(Map.of("a", Map.of(Map.of(), 1))))
          .hasMessageStartingWith("$['a'].keys()[0]: it cannot be a key: TypeError: ");
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
