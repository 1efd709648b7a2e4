package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class ConvertersTest {
  private static final String SHOP =
      """
      import collections
      class Money:
          def __init__(self, amount, currency):
              self.amount, self.currency = amount, currency
          def __eq__(self, other):
              return (self.amount, self.currency) == (other.amount, other.currency)
          def __hash__(self):
              return hash(self.amount)
      class Cents(Money):
          pass
      class Broken(Money):
          @property
          def amount(self): raise ValueError("sold out")
          @amount.setter
          def amount(self, amount): pass
      money = Money(5, "EUR")
      cents = Cents(7, "USD")
      broken = Broken(1, "EUR")
      many = {"all": [money, (cents,)]}
      """;

  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private final List<Converters.Registration> registrations = new ArrayList<>();
  private final AtomicReference<PyRef> shop = new AtomicReference<>();

  interface Priced {}

  static class Money implements Priced {
    final long amount;
    final String currency;

    Money(long amount, String currency) {
      this.amount = amount;
      this.currency = currency;
    }

    @Override
    public String toString() {
      return amount + " " + currency;
    }
  }

  static final class Cents extends Money {
    Cents(long amount) {
      super(amount, "USD");
    }
  }

  record Basket(String name, List<Money> prices) {}

  record Point(long x, long y) {}

  @BeforeEach
  void runTheShop() {
    shop.set(PYTHON.call(gil -> gil.run("shop", SHOP).keep()));
  }

  @AfterEach
  void closeEverything() {
    registrations.forEach(Converters.Registration::close);
    shop.get().close();
  }

  private void registerMoney() {
    Converters converters = PYTHON.python().converters();
    registrations.add(
        converters.toPython(
            Money.class,
            (gil, money) -> gil.of(shop.get()).attr("Money").call(money.amount, money.currency)));
    registrations.add(
        converters.toJava(
            "shop.Money",
            Money.class,
            (gil, money) ->
                new Money(money.attr("amount").as(long.class), money.attr("currency").str())));
  }

  @Test
  void applyInBothDirectionsAndAtAnyDepth() {
    registerMoney();

    PYTHON.run(gil -> {
      PyObject own = gil.of(Map.of("all", List.of(new Money(5, "EUR"), Tuple.of(new Cents(7)))));
      assertThat(own.callMethod("__eq__", gil.of(shop.get()).attr("many")).isTrue()).isTrue();
      assertThat(own.toJava()).hasToString("{all=[5 EUR, Tuple[elements=[7 USD]]]}");
      assertThat(gil.of(shop.get()).attr("cents").as(Money.class)).hasToString("7 USD");
      assertThat(gil.of(shop.get()).attr("cents").as(Priced.class)).hasToString("7 USD");
    });
  }

  @Test
  void applyOnVirtualThreads() throws InterruptedException {
    registerMoney();
    AtomicReference<String> read = new AtomicReference<>();

    Thread thread =
        Thread.startVirtualThread(() -> {
          try (Gil gil = PYTHON.python().attach()) {
            read.set(
                gil.of(List.of(new Money(5, "EUR"))).as(new TypeRef<List<Money>>() {}).toString());
          }
        });
    thread.join();

    assertThat(read.get()).isEqualTo("[5 EUR]");
  }

  @Test
  void applyToTheComponentsOfARecord() {
    registerMoney();

    PYTHON.run(gil -> {
      PyObject basket = gil.of(new Basket("mine", List.of(new Money(5, "EUR"))));

      assertThat(basket.attr("prices").item(0).typeName()).isEqualTo("shop.Money");
      assertThat(basket.as(Basket.class)).hasToString("Basket[name=mine, prices=[5 EUR]]");
    });
  }

  @Test
  void theNearestClassWinsAndClassesComeBeforeInterfaces() {
    registerMoney();
    Converters converters = PYTHON.python().converters();
    registrations.add(converters.toPython(Priced.class, (_, _) -> "priced"));
    registrations.add(converters.toPython(Cents.class, (_, cents) -> cents.amount));
    registrations.add(converters.toJava("shop.Cents", Cents.class, (_, cents) -> new Cents(70)));

    PYTHON.run(gil -> {
      assertThat(gil.of(new Priced() {}).str()).isEqualTo("priced");
      assertThat(gil.of(new Money(1, "EUR")).typeName()).isEqualTo("shop.Money");
      assertThat(gil.of(new Cents(3)).as(long.class)).isEqualTo(3);
      assertThat(gil.of(shop.get()).attr("cents").toJava()).hasToString("70 USD");
      assertThat(gil.of(shop.get()).attr("money").toJava()).hasToString("5 EUR");
    });
  }

  @Test
  void giveRecordsAndEnumsAnotherForm() {
    Converters converters = PYTHON.python().converters();
    registrations.add(
        converters.toPython(Point.class, (_, point) -> Tuple.of(point.x(), point.y())));
    registrations.add(
        converters.toJava(
            "complex",
            Point.class,
            (_, number) ->
                new Point(
                    (long) (double) number.attr("real").as(double.class),
                    (long) (double) number.attr("imag").as(double.class))));

    PYTHON.run(gil -> {
      assertThat(gil.of(new Point(1, 2)).repr()).isEqualTo("(1, 2)");
      assertThat(gil.eval("[3+4j]").toJava()).isEqualTo(List.of(new Point(3, 4)));
      assertThat(gil.eval("3+4j").as(Point.class)).isEqualTo(new Point(3, 4));
      assertThat(gil.eval("{'x': 5, 'y': 6}").as(Point.class)).isEqualTo(new Point(5, 6));
    });
  }

  @Test
  void whatOneThrowsIsTheCauseAndThePathIsKept() {
    registerMoney();
    Converters converters = PYTHON.python().converters();
    registrations.add(
        converters.toPython(
            Cents.class,
            (_, _) -> {
              throw new java.io.IOException("no cents");
            }));

    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.of(Map.of("a", List.of(1L, new Cents(1)))))
          .isInstanceOf(ConversionException.class)
          .hasMessageStartingWith("$.a[1]: the converter of ")
          .hasMessageEndingWith("fails: java.io.IOException: no cents")
          .hasCauseInstanceOf(java.io.IOException.class);
      PyObject broken = gil.of(shop.get()).attr("broken");
      assertThatThrownBy(() -> gil.of(List.of(broken)).toJava())
          .isInstanceOf(ConversionException.class)
          .hasMessage("$[0]: the converter of shop.Money fails: ValueError: sold out")
          .hasCauseInstanceOf(PythonException.class);
    });
  }

  @Test
  void oneThatGivesNothingOrItselfIsRefused() {
    Converters converters = PYTHON.python().converters();
    registrations.add(converters.toPython(Money.class, (_, money) -> money));
    registrations.add(converters.toJava("shop.Money", Money.class, (_, _) -> nothing()));

    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.of(new Money(1, "EUR")))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("which it would convert again");
      assertThatThrownBy(() -> gil.of(shop.get()).attr("money").toJava())
          .isInstanceOf(ConversionException.class)
          .hasMessageStartingWith("$: the converter of shop.Money gives null, which is no ");
    });
  }

  @SuppressWarnings("NullAway") // A converter that breaks its contract is the point.
  private static Money nothing() {
    return null;
  }

  @Test
  void anInterruptGoesThroughAsItself() {
    Converters converters = PYTHON.python().converters();
    registrations.add(
        converters.toPython(Money.class, (gil, _) -> gil.run("stop", "raise KeyboardInterrupt")));

    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(List.of(new Money(1, "EUR"))).isNone()))
        .isInstanceOf(PythonException.class)
        .hasMessage("KeyboardInterrupt");
  }

  @Test
  void endWithTheirRegistration() {
    registerMoney();
    registrations.forEach(Converters.Registration::close);

    PYTHON.run(gil -> {
      Money money = new Money(1, "EUR");
      assertThat(gil.of(money).toJava()).isSameAs(money);
      assertThat(gil.of(shop.get()).attr("money").toJava()).isInstanceOf(PyObject.class);
    });
  }

  @Test
  void leaveTheRulesOfTheTableAlone() {
    Converters converters = PYTHON.python().converters();

    for (Class<?> type :
        List.of(String.class, BigDecimal.class, int[].class, ArrayList.class, Object.class)) {
      assertThatThrownBy(() -> converters.toPython(type, (_, value) -> value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has a rule of its own that no converter changes");
    }
    for (String type : List.of("int", "dict", "datetime.datetime", "object")) {
      assertThatThrownBy(() -> converters.toJava(type, Money.class, (_, _) -> new Cents(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(type + " has a rule of its own");
    }
  }

  @Test
  void aClassHasOneAtATime() {
    registerMoney();

    assertThatThrownBy(this::registerMoney)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Money has a converter already: close its registration first");
  }

  record There(int number) {}

  record Back(int number) {}

  @Test
  void thatMakeValuesForEachOtherAreRefused() {
    Converters converters = PYTHON.python().converters();
    registrations.add(converters.toPython(There.class, (_, there) -> new Back(there.number())));
    registrations.add(converters.toPython(Back.class, (_, back) -> new There(back.number())));

    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(List.of(new There(1))).isNone()))
        .isInstanceOf(ConversionException.class)
        .hasMessage("$[0]: the value is nested deeper than 1000 levels, or contains itself");
  }

  @Test
  void thatConvertACircleAreRefusedWithAShortMessage() {
    registrations.add(
        PYTHON
            .python()
            .converters()
            .toJava(
                "ring.Node",
                There.class,
                (_, node) -> new There(((List<?>) node.attr("next").toJava()).size())));
    String ring =
        """
        class Node: pass
        node = Node()
        node.next = [node]
        """;

    assertThatThrownBy(() -> PYTHON.call(gil -> gil.run("ring", ring).attr("node").toJava()))
        .isInstanceOf(ConversionException.class)
        .hasMessage(
            "$: the converter of ring.Node meets a value that is nested too deep, or contains itself");
  }

  @Test
  void thatThrowAnErrorLeaveNothingBehind() {
    registrations.add(
        PYTHON
            .python()
            .converters()
            .toPython(
                There.class,
                (_, _) -> {
                  throw new AssertionError("on purpose");
                }));

    PYTHON.run(gil -> {
      PyObject beside = gil.eval("object()");
      PyObject count = gil.importModule("sys").attr("getrefcount");
      long before = count.call(long.class, beside);

      for (Object value :
          List.of(
              List.of(beside, new There(1)),
              Tuple.of(beside, new There(1)),
              Map.of("in", List.of(beside, new There(1))))) {
        assertThatThrownBy(() -> gil.of(value))
            .isInstanceOf(AssertionError.class)
            .hasMessage("on purpose");
      }

      assertThat(count.call(long.class, beside)).isEqualTo(before);
    });
  }
}
