package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.ExposeTest.Account;
import dev.terrarium.testing.OnePython;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What exposed objects give to Python, and what becomes of unusual ones.
@Tag("native")
class ExposedResultsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  /// What holds an account.
  public record Owned(Account account, int number) {}

  /// What gives accounts in every way.
  @SuppressWarnings("unused")
  public static final class Bank {
    private final Account ada = new Account("ada", 3);
    public final List<Account> accounts = List.of(ada);

    public List<List<Account>> nested() {
      return List.of(List.of(ada));
    }

    public Account[] array() {
      return new Account[] {ada};
    }

    public Map<String, Account> byName() {
      return Map.of("ada", ada);
    }

    public Map<Account, String> names() {
      return Map.of(ada, "ada");
    }

    public Set<Account> set() {
      return Set.of(ada);
    }

    public Optional<Account> optional() {
      return Optional.of(ada);
    }

    public Owned record() {
      return new Owned(ada, 7);
    }

    public Iterator<Account> iterator() {
      return accounts.iterator();
    }

    public Stream<Account> stream() {
      return accounts.stream();
    }

    public Iterable<List<Account>> iterable() {
      return () -> List.of(accounts).iterator();
    }

    public Supplier<Account> supplier() {
      return () -> ada;
    }

    public CompletableFuture<Account> future() {
      return CompletableFuture.completedFuture(ada);
    }

    public Flow.Publisher<Account> publisher() {
      return subscriber ->
          subscriber.onSubscribe(
              new Flow.Subscription() {
                private boolean sent;

                @Override
                public void request(long items) {
                  if (!sent) {
                    sent = true;
                    subscriber.onNext(ada);
                    subscriber.onComplete();
                  }
                }

                @Override
                public void cancel() {}
              });
    }

    public List<Object> rulers() {
      return List.of(Thread.currentThread(), Account.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bank.accounts[0]",
        "bank.nested()[0][0]",
        "bank.array()[0]",
        "bank.byName()['ada']",
        "next(iter(bank.names()))",
        "next(iter(bank.set()))",
        "bank.optional()",
        "bank.record().account",
        "next(bank.iterator())",
        "list(bank.stream())[0]",
        "[x for x in bank.iterable()][0][0]",
        "bank.supplier()()",
        "asyncio.run(result(bank.future()))",
        "asyncio.run(first(bank.publisher()))",
      })
  void whatHoldsAnObjectHoldsItExposed(String source) {
    PYTHON.run(gil -> {
      PyObject module =
          gil.run(
              "bank",
              """
              import asyncio
              async def result(future):
                  return await future
              async def first(publisher):
                  async for item in publisher:
                      return item
              def find(bank, source):
                  return eval(source).deposit(1).owner
              """);

      assertThat(module.callMethod("find", gil.expose(new Bank()), source).str()).isEqualTo("ada");
    });
  }

  @Test
  void whatRulesTheJvmIsOpaqueInAListAsWell() {
    PYTHON.run(gil -> {
      PyObject rulers = gil.expose(new Bank()).callMethod("rulers");

      assertThat(rulers.item(0).typeName()).isEqualTo("PyCapsule");
      assertThat(rulers.item(1).typeName()).isEqualTo("PyCapsule");
    });
  }

  @Test
  void whatIsNotExposedStaysOpaqueWhileAnotherIs() {
    Account account = new Account("ada");
    PYTHON.run(gil -> {
      try (Converters.Registration _ =
          PYTHON
              .python()
              .converters()
              .toPython(Account.class, (g, it) -> g.of(new Object()).typeName())) {
        PyObject accounts = gil.expose(new ArrayList<>(List.of(account)));

        assertThat(accounts.item(0).str()).isEqualTo("PyCapsule");
      }
    });
  }

  /// What answers to nothing as it should.
  public static final class Broken extends AbstractCollection<Object> {
    @Override
    public int size() {
      return -5;
    }

    @Override
    public Iterator<Object> iterator() {
      return null;
    }

    @Override
    public String toString() {
      return null;
    }

    @Override
    public boolean equals(Object other) {
      throw new IllegalStateException("no equality");
    }

    @Override
    public int hashCode() {
      throw new IllegalStateException("no hash");
    }
  }

  @Test
  void brokenCollectionsAreTheirOwnExceptions() {
    PYTHON.run(gil -> {
      PyObject broken = gil.expose(new Broken());

      assertThat(broken.str()).isEqualTo("null");
      assertThatThrownBy(broken::size)
          .hasMessage("size() of a " + Broken.class.getTypeName() + " gives -5");
      assertThatThrownBy(() -> gil.eval("lambda x: [*x]").call(broken))
          .hasMessage("iterator() of a " + Broken.class.getTypeName() + " gives null");
      assertThatThrownBy(() -> broken.test(Operator.EQUAL, gil.expose(new Broken())))
          .hasMessage("no equality");
      assertThatThrownBy(() -> gil.eval("lambda x: {x}").call(broken)).hasMessage("no hash");
      assertThatThrownBy(() -> gil.of(new Broken()))
          .isInstanceOf(ConversionException.class)
          .hasMessage("$: size() of a " + Broken.class.getTypeName() + " is negative");
      assertThatThrownBy(() -> gil.of(List.of((Iterable<Object>) () -> null)).item(0).iterator())
          .hasMessageContaining("iterator() of a ");
    });
  }

  @Test
  void sortedCollectionsAreAskedOnlyForWhatTheyCanCompare() {
    PYTHON.run(gil -> {
      PyObject map = gil.expose(new TreeMap<>(Map.of(1, "one")));

      assertThat(map.item(1).str()).isEqualTo("one");
      assertThat(map.contains(1)).isTrue();
      assertThat(map.contains("a")).isFalse();
      assertThat(map.contains(null)).isFalse();
      assertThat(gil.expose(List.of(1)).contains(null)).isFalse();
      assertThatThrownBy(() -> map.item("a")).hasMessage("KeyError: 'a'");
      assertThatThrownBy(() -> map.item(gil.eval("'\\ud800'")))
          .hasMessage(
              "TypeError: the key: the text holds a lone surrogate, U+D800 at index 0, which is no character");
    });
  }

  @Test
  void arraysHaveALengthAndItems() {
    int[] numbers = {1, 2, 3};
    PYTHON.run(gil -> {
      PyObject array = gil.expose(numbers);

      array.setItem(-1, 7);

      assertThat(numbers).containsExactly(1, 2, 7);
      assertThat(gil.eval("lambda x: (len(x), x[0], x[1:], list(x))").call(array).repr())
          .isEqualTo("(3, 1, [2, 7], [1, 2, 7])");
      assertThatThrownBy(() -> array.setItem(0, "x"))
          .hasMessage("TypeError: the value: expected int, got str 'x'");
      assertThatThrownBy(() -> array.item(3))
          .hasMessage("IndexError: index 3 of a Java array of 3");
      assertThatThrownBy(() -> array.deleteItem(0))
          .hasMessage("TypeError: a Java array has a fixed length: nothing can be deleted from it");
    });
  }

  /// What has names that mean something else in Python.
  @SuppressWarnings("unused")
  public static final class Named {
    public static int in = 2;
    public static String __module__ = "no module";
    public final int __slots__ = 5;
    public int from = 1;

    public String is() {
      return "is";
    }

    public String _java() {
      return "java";
    }

    public String _invoke() {
      return "invoke";
    }

    public int __len__() {
      return -1;
    }
  }

  @Test
  void namesThatMeanSomethingElseInPythonHaveAnUnderscoreAfterThem() {
    Named named = new Named();
    PYTHON.run(gil -> {
      PyObject exposed = gil.expose(named);

      exposed.setAttr("from_", 7);
      exposed.attr("__class__").setAttr("in_", 8);

      assertThat(named.from).isEqualTo(7);
      assertThat(Named.in).isEqualTo(8);
      assertThat(exposed.attr("in_").toJava()).isEqualTo(8L);
      assertThat(exposed.attr("__slots___").toJava()).isEqualTo(5L);
      assertThat(exposed.callMethod("is_").str()).isEqualTo("is");
      assertThat(exposed.callMethod("_java_").str()).isEqualTo("java");
      assertThat(exposed.callMethod("_invoke_").str()).isEqualTo("invoke");
      assertThat(exposed.isTrue()).isTrue();
      assertThat(exposed.toJava()).isSameAs(named);
    });
  }

  @Test
  void whatIsPythonsOwnIsItself() {
    PYTHON.run(gil -> {
      PyObject callable = gil.eval("lambda: 1");
      Runnable proxy = callable.as(Runnable.class);

      assertThat(gil.expose(callable).is(callable)).isTrue();
      assertThat(gil.expose(proxy).is(callable)).isTrue();
      try (PyRef kept = callable.keep()) {
        assertThat(gil.expose(kept).is(callable)).isTrue();
      }
    });
  }

  @Test
  void slicesOfListsAreReadAndNotWritten() {
    PYTHON.run(gil -> {
      PyObject list = gil.expose(new ArrayList<>(List.of(1, 2, 3)));

      assertThat(list.item(Slice.from(1)).toJava()).isEqualTo(List.of(2L, 3L));
      assertThatThrownBy(() -> list.setItem(Slice.from(1), List.of(9)))
          .hasMessage(
              "TypeError: a slice of a Java list can only be read: set and delete its items one by one");
      assertThatThrownBy(() -> list.deleteItem(Slice.all()))
          .hasMessageStartingWith("TypeError: a slice of a Java list can only be read");
    });
  }

  @Test
  void objectsAreNeitherCopiedNorPickled() {
    PYTHON.run(gil -> {
      PyObject account = gil.expose(new Account("ada"));

      assertThatThrownBy(() -> gil.importModule("copy").callMethod("copy", account))
          .hasMessage(
              "TypeError: the Java object of 'Account' can be neither copied nor pickled in Python");
      assertThatThrownBy(() -> gil.importModule("pickle").callMethod("dumps", account))
          .hasMessageStartingWith("TypeError: the Java object of 'Account' can be neither");
    });
  }

  @Test
  void virtualThreadsExposeAsWell() throws InterruptedException {
    List<Object> seen = new ArrayList<>();
    Thread.ofVirtual()
        .start(() -> {
          try (Gil gil = PYTHON.python().attach()) {
            PyObject bank = gil.expose(new Bank());
            seen.add(bank.callMethod("nested").item(0).item(0).callMethod("deposit", 2).str());
            seen.add(gil.expose(new ArrayList<>(List.of(1, 2))).as(List.class));
          }
        })
        .join();

    assertThat(seen).containsExactly("ada: 5", List.of(1, 2));
  }
}
