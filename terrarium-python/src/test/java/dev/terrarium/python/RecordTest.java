package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class RecordTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  record Box<T>(T value, Optional<List<T>> others) {}

  record Pair<A, B extends Comparable<B>>(A first, Box<B> second) {}

  record Shelf(Map<String, Box<LocalDate>> boxes, Box<? extends Number> number, Box<Long>[] more) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Shelf(var theirs, var theirNumber, var theirMore)
          && boxes.equals(theirs)
          && number.equals(theirNumber)
          && List.of(more).equals(List.of(theirMore));
    }

    @Override
    public int hashCode() {
      return boxes.hashCode();
    }
  }

  record Keywords(long from, long in, long lambda) {}

  record Tree(String name, List<Tree> children) {}

  record Node(Optional<Node> next) {}

  record Complex(double real, double imag) {}

  record Percent(double value) {
    Percent {
      if (value > 100) {
        throw new IllegalArgumentException("more than everything: " + value);
      }
    }
  }

  record Holder(Thread thread, Object anything) {}

  record Unreadable(java.util.Queue<Long> queue) {}

  record Wanted(String name, Optional<Long> age) {}

  @Test
  void comeBackAsTheyWereByTheirOwnType() {
    List<Record> records =
        List.of(
            new Box<>("a", Optional.of(List.of("b"))),
            new Tree("root", List.of(new Tree("leaf", List.of()))),
            new Keywords(1, 2, 3),
            new Holder(Thread.currentThread(), List.of(new Percent(3))));

    PYTHON.run(gil -> {
      for (Record record : records) {
        assertThat(gil.of(List.of(record)).toJava()).isEqualTo(List.of(record));
      }
      assertThat(gil.of(Set.of(Set.of(new Percent(1)))).toJava())
          .isEqualTo(Set.of(Set.of(new Percent(1))));
    });
  }

  @Test
  void withAComponentThatCannotBeReadStayInPython() {
    PYTHON.run(gil -> {
      PyObject unreadable = gil.of(new Unreadable(new java.util.ArrayDeque<>(List.of(1L))));

      assertThat(unreadable.repr()).isEqualTo("Unreadable(queue=[1])");
      assertThat(unreadable.toJava()).isInstanceOf(PyObject.class);
    });
  }

  @Test
  void areReadWithTheirTypeVariablesFilledIn() {
    String pair = "{'first': 1, 'second': {'value': 'x', 'others': None}}";
    String shelf =
        """
        import datetime
        box = {"value": datetime.date(2024, 5, 6), "others": None}
        shelf = {"boxes": {"a": box}, "number": {"value": 1.5, "others": [2]},
                 "more": [{"value": 7, "others": None}]}
        """;

    PYTHON.run(gil -> {
      assertThat(gil.eval(pair).as(new TypeRef<Pair<Integer, String>>() {}))
          .isEqualTo(new Pair<>(1, new Box<>("x", Optional.empty())));
      @SuppressWarnings("unchecked")
      Box<Long>[] more = new Box[] {new Box<>(7L, Optional.empty())};
      assertThat(gil.run("m", shelf).attr("shelf").as(Shelf.class))
          .isEqualTo(
              new Shelf(
                  Map.of("a", new Box<>(LocalDate.of(2024, 5, 6), Optional.empty())),
                  new Box<Number>(1.5, Optional.of(List.of(2L))),
                  more));
      assertThatThrownBy(() -> gil.eval(pair).as(new TypeRef<Pair<Integer, Long>>() {}))
          .hasMessage("$.second.value: expected int, got str 'x'");
      assertThat(gil.eval("{'value': 1, 'others': None}").as(Box.class))
          .isEqualTo(new Box<>(1L, Optional.empty()));
    });
  }

  @Test
  void withNamesThatAreKeywordsInPythonGetAnUnderscoreThere() {
    PYTHON.run(gil -> {
      assertThat(gil.of(new Keywords(1, 2, 3)).repr())
          .isEqualTo("Keywords(from_=1, in_=2, lambda_=3)");
      assertThat(gil.eval("{'from': 1, 'in': 2, 'lambda': 3}").as(Keywords.class))
          .isEqualTo(new Keywords(1, 2, 3));
    });
  }

  @Test
  void aMissingKeyIsAnEmptyOptional() {
    PYTHON.run(gil -> {
      assertThat(gil.eval("{'name': 'a'}").as(Wanted.class))
          .isEqualTo(new Wanted("a", Optional.empty()));
      assertThatThrownBy(() -> gil.eval("{'name': 'a', 'old': 1}").as(Wanted.class))
          .hasMessage(
              "$: expected a dict with the keys [name, age] of Wanted; 'old' is none of them");
      assertThatThrownBy(() -> gil.eval("{'age': 1}").as(Wanted.class))
          .hasMessage("$: expected a dict with the keys [name, age] of Wanted; 'name' is missing");
    });
  }

  record Item(String name, double unitPrice, Optional<String> note) {}

  @Test
  void namesTheKeysThatAreMissingOrUnknownAndTheNearest() {
    String[][] cases = {
      {
        "{'nmae': 'a', 'unit_price': 1.0}",
        "'name', 'unitPrice' are missing, 'nmae' (did you mean 'name'?), 'unit_price' (did you mean 'unitPrice'?) are none of them"
      },
      {
        "{'name': 'a', 'unitPrice': 1.0, 'notes': 'x'}",
        "'notes' (did you mean 'note'?) is none of them"
      },
      {"{'name': 'a', 'unitPrice': 1.0, 7: 'x', None: 1}", "int 7, None are none of them"},
      {
        "{'name': 'a', 'unitPrice': 1.0, **dict.fromkeys(map(str, range(9)))}",
        "'0', '1', '2', '3', '4' and 4 more are none of them"
      },
      {"{}", "'name', 'unitPrice' are missing"},
    };
    PYTHON.run(gil -> {
      for (String[] each : cases) {
        assertThatThrownBy(() -> gil.eval("[" + each[0] + "]").as(new TypeRef<List<Item>>() {}))
            .isInstanceOf(ConversionException.class)
            .hasMessage(
                "$[0]: expected a dict with the keys [name, unitPrice, note] of Item; " + each[1]);
      }
    });
  }

  record Reading(OptionalInt level, OptionalLong count, OptionalDouble scale) {}

  @Test
  void optionalNumbersGoThereAndBack() {
    Reading full = new Reading(OptionalInt.of(1), OptionalLong.of(2), OptionalDouble.of(0.5));
    Reading empty = new Reading(OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.empty());
    PYTHON.run(gil -> {
      assertThat(gil.of(full).repr()).isEqualTo("Reading(level=1, count=2, scale=0.5)");
      assertThat(gil.of(full).toJava()).isEqualTo(full);
      assertThat(gil.of(empty).toJava()).isEqualTo(empty);
      assertThat(gil.eval("{'count': 2}").as(Reading.class).count()).hasValue(2);
      assertThatThrownBy(() -> gil.eval("{'level': 2**40}").as(Reading.class))
          .hasMessage("$.level: the int 1099511627776 does not fit in an int");
    });
  }

  @Test
  void areReadFromDataclassesWithoutTheirClassVariables() {
    String source =
        """
        import dataclasses, typing
        @dataclasses.dataclass
        class Wanted:
            limit: typing.ClassVar[int] = 3
            name: str
            age: int = 7
        class Named(typing.NamedTuple):
            name: str
            age: typing.Optional[int] = None
        plain, named = Wanted("a"), Named("b")
        """;
    PYTHON.run(gil -> {
      PyObject module = gil.run("wanted", source);

      assertThat(module.attr("plain").as(Wanted.class)).isEqualTo(new Wanted("a", Optional.of(7L)));
      assertThat(module.attr("named").as(Wanted.class))
          .isEqualTo(new Wanted("b", Optional.empty()));
      assertThatThrownBy(() -> module.attr("Wanted").as(Wanted.class))
          .hasMessageStartingWith(
              "$: expected Wanted (a dict, dataclass or named tuple), got type");
      assertThatThrownBy(() -> module.attr("plain").as(Complex.class))
          .hasMessage("$: expected the fields [real, imag] of Complex, got [name, age] of Wanted");
    });
  }

  @Test
  void aComplexNumberIsAHandleOrARecordOfItsParts() {
    PYTHON.run(gil -> {
      assertThat(gil.eval("1-0j").toJava()).isInstanceOf(PyObject.class);
      assertThat(gil.eval("[1+2j]").as(new TypeRef<List<Complex>>() {}))
          .containsExactly(new Complex(1, 2));
    });
  }

  @Test
  void thatRefusesItsComponentsIsTheCauseAndHasAPath() {
    PYTHON.run(gil ->
        assertThatThrownBy(() ->
                gil.eval("[{'value': 1}, {'value': 101}]").as(new TypeRef<List<Percent>>() {}))
            .isInstanceOf(ConversionException.class)
            .hasMessage(
                "$[1]: the record Percent refuses its components: java.lang.IllegalArgumentException: more than everything: 101.0")
            .cause()
            .isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void aDictThatContainsItselfIsNoRecord() {
    PYTHON.run(gil -> {
      PyObject own = gil.run("own", "own = {}\nown['next'] = own").attr("own");

      assertThatThrownBy(() -> own.as(Node.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("nested deeper than 1000 levels, or contains itself");
    });
  }
}
