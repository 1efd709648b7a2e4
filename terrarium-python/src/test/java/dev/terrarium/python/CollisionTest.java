package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Keys and elements that differ on one side and are equal on the other.
@Tag("native")
class CollisionTest {
  private static final String LOOKALIKES =
      """
      import dataclasses, enum
      @dataclasses.dataclass(frozen=True)
      class A:
          x: int
      @dataclasses.dataclass(frozen=True)
      class B:
          x: int
      class Suit(enum.Enum):
          HEARTS = 1
      class Other(enum.Enum):
          HEARTS = 1
      class Name(str):
          __hash__ = object.__hash__
          def __eq__(self, other): return self is other
      points = {A(0): "first", A(1): "second", B(1): "third"}
      suits = {Suit.HEARTS: 1, Other.HEARTS: 2}
      nans = {float("nan"): 1, 2.0: 2, float("nan"): 3}
      names = {Name("a"), Name("a")}
      deep = [{"in": {frozenset({A(1)}), frozenset({B(1)})}}]
      """;

  @RegisterExtension static final OnePython PYTHON = new OnePython();

  record Point(long x) {}

  enum Suit {
    HEARTS
  }

  private static Map<Object, Object> keyed(Object... keys) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (Object key : keys) {
      map.put(key, (long) map.size());
    }
    return map;
  }

  private static String refusal(Object value) {
    List<String> messages = new ArrayList<>();
    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(value).isNone()))
        .isInstanceOf(ConversionException.class)
        .satisfies(refusal -> messages.add(refusal.getMessage()));
    return messages.getFirst();
  }

  @Test
  void refusesKeysThatAreOneInPython() {
    assertThat(refusal(keyed("a", 1, 1L)))
        .isEqualTo(
            "$.keys()[2]: in Python Long 1 is the same key as Integer 1, which is keys()[1], so one value would be lost: make the keys differ there, or send a list of pairs");
    assertThat(refusal(keyed(1L, true)))
        .contains("in Python Boolean True is the same key as Long 1");
    assertThat(refusal(keyed(0.0, 2L, -0.0))).contains("Double -0.0 is the same key as Double 0.0");
    assertThat(refusal(keyed(new BigDecimal("1.0"), new BigDecimal("1.00"))))
        .contains("BigDecimal Decimal('1.00') is the same key as BigDecimal Decimal('1.0')");
    assertThat(refusal(keyed("a", 'a'))).contains("Character 'a' is the same key as String 'a'");
    assertThat(refusal(keyed(null, Optional.empty())))
        .contains("Optional None is the same key as null");
    assertThat(refusal(keyed(Tuple.of(1), Tuple.of(true)))).contains("Tuple (True,)");
    assertThat(refusal(keyed(new byte[] {1}, new byte[] {1}))).contains("byte[] b'\\x01'");
    assertThat(refusal(List.of(Map.of("in", keyed(Set.of(1), Set.of(1L))))))
        .startsWith("$[0].in.keys()[1]: in Python");
  }

  @Test
  void refusesElementsThatAreOneInPython() {
    assertThat(refusal(List.of(new LinkedHashSet<>(Arrays.asList(1, "x", 1L)))))
        .isEqualTo(
            "$[0]{}: in Python Long 1 equals Integer 1, so the set would lose one of them: make them differ there, or send a list");
    assertThat(refusal(keyed(new LinkedHashSet<>(List.of(true, 1.0)))))
        .startsWith("$.keys()[0]{}: in Python Double 1.0 equals Boolean True, so the set");
  }

  private static PyObject lookalikes(Gil gil, String name) {
    return gil.run("lookalikes", LOOKALIKES).attr(name);
  }

  @Test
  void refusesKeysThatAreOneInJava() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> lookalikes(gil, "points").as(new TypeRef<Map<Point, String>>() {}))
          .isInstanceOf(ConversionException.class)
          .hasMessage(
              "$.keys()[2]: read as Java's, B B(x=1) is the same key as A A(x=1), which is keys()[1], so one value would be lost: ask for another type of key, or for list(d.items())");
      assertThatThrownBy(() -> lookalikes(gil, "suits").as(new TypeRef<Map<Suit, Long>>() {}))
          .hasMessageContaining("Other <Other.HEARTS: 1> is the same key as Suit <Suit.HEARTS: 1>");
      assertThatThrownBy(() -> lookalikes(gil, "nans").toJava())
          .hasMessageStartingWith(
              "$.keys()[2]: read as Java's, float nan is the same key as float nan, which is keys()[0]");
    });
  }

  @Test
  void refusesElementsThatAreOneInJava() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> lookalikes(gil, "names").as(new TypeRef<Set<String>>() {}))
          .isInstanceOf(ConversionException.class)
          .hasMessage(
              "$[1]: read as Java's, Name 'a' equals Name 'a', so the set would lose one of them: ask for another type of element, or for list(s)");
      assertThatThrownBy(() ->
              lookalikes(gil, "deep").as(new TypeRef<List<Map<String, Set<Set<Point>>>>>() {}))
          .hasMessageStartingWith("$[0].in[1]: read as Java's, frozenset");
    });
  }

  @Test
  void keepsKeysThatOnlyLookAlike() {
    Map<Object, Object> map = keyed(1L, "1", 1.5, Tuple.of(1L), "true", Suit.HEARTS, "HEARTS");

    Object back = PYTHON.call(gil -> gil.of(map).toJava());

    assertThat(back).isEqualTo(map);
  }

  /// A set within a set is a frozenset; what a converter makes beside it is not.
  @Test
  void aConverterMakesOrdinarySetsInTheMiddleOfASet() {
    record Bag(List<String> letters) {}
    List<String> made = new ArrayList<>();

    PYTHON.run(gil -> {
      try (var _ =
          PYTHON
              .python()
              .converters()
              .toPython(
                  Bag.class,
                  (inner, bag) -> {
                    made.add(inner.of(Set.copyOf(bag.letters())).typeName());
                    return Set.copyOf(bag.letters());
                  })) {
        made.add(gil.of(Set.of(new Bag(List.of("a")))).repr());
      }
    });

    assertThat(made).containsExactly("set", "{frozenset({'a'})}");
  }
}
