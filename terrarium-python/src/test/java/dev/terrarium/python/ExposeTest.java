package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.io.IOException;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Java objects with their fields and methods in Python.
@Tag("native")
class ExposeTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  /// An account.
  public static final class Account implements AutoCloseable, Comparable<Account> {
    public static final int LIMIT = 7;
    public static String bank = "Terra";

    public final String owner;
    public long balance;
    int hidden = 3;
    boolean closed;

    public Account(String owner) {
      this(owner, 0);
    }

    public Account(String owner, long balance) {
      this.owner = owner;
      this.balance = balance;
    }

    public Account deposit(long amount) {
      balance += amount;
      return this;
    }

    public String show(long value) {
      return "long " + value;
    }

    public String show(double value) {
      return "double " + value;
    }

    public String show(String value) {
      return "text " + value;
    }

    public String show(Object value) {
      return "object " + value.getClass().getSimpleName();
    }

    public int count(String first, String... rest) {
      return rest.length;
    }

    public void pick(Integer a, Object b) {}

    public void pick(Object a, Integer b) {}

    public static Account open(String owner) {
      return new Account(owner, 100);
    }

    public long map(LongUnaryOperator f) {
      return f.applyAsLong(balance);
    }

    public void fail() throws IOException {
      throw new IOException("no");
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public int compareTo(Account other) {
      return Long.compare(balance, other.balance);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Account account && account.owner.equals(owner);
    }

    @Override
    public int hashCode() {
      return owner.hashCode();
    }

    @Override
    public String toString() {
      return owner + ": " + balance;
    }
  }

  @Test
  void fieldsAndMethodsAreThere() {
    Account account = new Account("ada");
    PYTHON.run(gil -> {
      PyObject exposed = gil.expose(account);

      exposed.callMethod("deposit", 5).callMethod("deposit", 6);
      exposed.setAttr("balance", 12);

      assertThat(account.balance).isEqualTo(12);
      assertThat(exposed.attr("balance").toJava()).isEqualTo(12L);
      assertThat(exposed.attr("owner").str()).isEqualTo("ada");
      assertThat(exposed.callMethod("count", "a", "b", "c").toJava()).isEqualTo(2L);
      assertThat(exposed.callMethod("map", gil.eval("lambda x: x * 2")).toJava()).isEqualTo(24L);
      assertThatThrownBy(() -> exposed.setAttr("owner", "alan"))
          .hasMessageContaining("AttributeError");
      assertThatThrownBy(() -> exposed.attr("hidden"))
          .hasMessage("AttributeError: the Java object of 'Account' has no member 'hidden'");
      assertThatThrownBy(() -> exposed.setAttr("nothing", 1))
          .hasMessageContaining("AttributeError");
      assertThatThrownBy(() -> exposed.setAttr("balance", "x"))
          .hasMessage("TypeError: the value of balance: expected int, got str 'x'");
      assertThatThrownBy(() -> exposed.callMethod("fail"))
          .isInstanceOf(IOException.class)
          .hasMessage("no");
    });
  }

  @Test
  void isTheVerySameObjectInJava() {
    Account account = new Account("ada");
    PYTHON.run(gil -> {
      PyObject exposed = gil.expose(account);

      assertThat(exposed.toJava()).isSameAs(account);
      assertThat(exposed.as(Account.class)).isSameAs(account);
      assertThat(gil.eval("lambda x: [x]").call(exposed).as(Account[].class)[0]).isSameAs(account);
      assertThat(exposed.callMethod("deposit", 1).toJava()).isSameAs(account);
      assertThat(gil.of(account).typeName()).isEqualTo("PyCapsule");
      assertThatThrownBy(() -> exposed.as(List.class)).isInstanceOf(ConversionException.class);
    });
  }

  @Test
  void overloadsAreChosenByTheArguments() {
    PYTHON.run(gil -> {
      PyObject account = gil.expose(new Account("ada"));

      assertThat(account.callMethod("show", 1).str()).isEqualTo("long 1");
      assertThat(account.callMethod("show", 1.5).str()).isEqualTo("double 1.5");
      assertThat(account.callMethod("show", "a").str()).isEqualTo("text a");
      assertThat(account.callMethod("show", true).str()).isEqualTo("object Boolean");
      assertThat(account.callMethod("show", List.of()).str()).isEqualTo("object ArrayList");
      assertThatThrownBy(() -> account.callMethod("pick", 1, 2))
          .hasMessage(
              "TypeError: pick(int, int) is ambiguous between:\n  pick(Integer, Object)\n  pick(Object, Integer)");
      assertThatThrownBy(() -> account.callMethod("deposit", "x"))
          .hasMessage("TypeError: deposit(str) fits none of:\n  deposit(long)");
      assertThatThrownBy(() -> account.callMethod("deposit"))
          .hasMessage("TypeError: deposit() fits none of:\n  deposit(long)");
      assertThatThrownBy(() -> account.callMethod("map", gil.importModule("math")))
          .hasMessageStartingWith("TypeError: map() argument 0: expected LongUnaryOperator");
      assertThatThrownBy(() -> account.callMethod("deposit", Keywords.of("amount", 1)))
          .hasMessageContaining("unexpected keyword argument");
    });
  }

  @Test
  void classHasConstructorsAndStaticMembers() {
    PYTHON.run(gil -> {
      PyObject type = gil.expose(Account.class);

      assertThat(type.call("ada", 3).str()).isEqualTo("ada: 3");
      assertThat(type.call("ada").as(Account.class).owner).isEqualTo("ada");
      assertThat(type.callMethod("open", "alan").attr("balance").toJava()).isEqualTo(100L);
      assertThat(type.attr("LIMIT").toJava()).isEqualTo(7L);
      type.setAttr("bank", "Rium");
      assertThat(Account.bank).isEqualTo("Rium");
      assertThat(type.call("a").attr("bank").str()).isEqualTo("Rium");
      assertThat(type.repr()).isEqualTo("<Java class dev.terrarium.python.Account>");
      assertThatThrownBy(() -> type.setAttr("LIMIT", 8))
          .hasMessage(
              "AttributeError: the Java class 'Account' has no static field 'LIMIT' that can be set");
      assertThatThrownBy(() -> type.call(1)).hasMessageContaining("Account(int) fits none of:");
      assertThatThrownBy(() -> gil.expose(Map.class).call())
          .hasMessage("TypeError: the Java class java.util.Map has no public constructor");
      assertThatThrownBy(() -> gil.run("m", "def f(C):\n  class D(C): pass").callMethod("f", type))
          .hasMessageStartingWith("TypeError: a Java class cannot be subclassed in Python");
      assertThat(gil.expose(Integer.class).callMethod("parseInt", "12").toJava()).isEqualTo(12L);
      assertThat(gil.expose(Integer.class).callMethod("toString", 12, 16).str()).isEqualTo("c");
      Account.bank = "Terra";
    });
  }

  @Test
  void textEqualityOrderAndContextManager() {
    Account account = new Account("ada", 1);
    PYTHON.run(gil -> {
      PyObject one = gil.expose(account);
      PyObject same = gil.expose(new Account("ada", 2));
      PyObject other = gil.expose(new Account("alan", 3));

      assertThat(one.str()).isEqualTo("ada: 1");
      assertThat(one.repr()).isEqualTo("<Java dev.terrarium.python.Account: ada: 1>");
      assertThat(one.test(Operator.EQUAL, same)).isTrue();
      assertThat(one.test(Operator.EQUAL, other)).isFalse();
      assertThat(one.test(Operator.EQUAL, 3)).isFalse();
      assertThat(one.hash()).isEqualTo(same.hash());
      assertThat(one.test(Operator.LESS, other)).isTrue();
      assertThat(gil.importModule("builtins").callMethod("max", one, other).str())
          .isEqualTo("alan: 3");
      try (PyContext entered = one.enter()) {
        assertThat(entered.value().is(one)).isTrue();
      }
      assertThat(account.closed).isTrue();
      assertThat(
              gil.importModule("builtins")
                  .callMethod("dir", one)
                  .as(new TypeRef<List<String>>() {}))
          .contains("deposit", "balance", "owner", "close")
          .doesNotContain("getClass", "wait", "hidden");
    });
  }

  @Test
  void listsAreUsedWhereTheyAre() {
    List<Object> list = new ArrayList<>(List.of("a", "b", "c"));
    PYTHON.run(gil -> {
      PyObject exposed = gil.expose(list);

      exposed.callMethod("add", "d");
      exposed.setItem(-1, "e");
      exposed.deleteItem(0);

      assertThat(list).containsExactly("b", "c", "e");
      assertThat(exposed.size()).isEqualTo(3);
      assertThat(exposed.item(Slice.from(1)).toJava()).isEqualTo(List.of("c", "e"));
      assertThat(exposed.contains("c")).isTrue();
      assertThat(gil.eval("lambda x: [i.upper() for i in x]").call(exposed).toJava())
          .isEqualTo(List.of("B", "C", "E"));
      assertThatThrownBy(() -> exposed.item(3))
          .hasMessage("IndexError: index 3 of a Java list of 3");
      assertThat(gil.expose(List.of(1, 2)).callMethod("size").toJava()).isEqualTo(2L);
      assertThatThrownBy(() -> gil.expose(List.of(1)).callMethod("add", 2))
          .isInstanceOf(UnsupportedOperationException.class);
    });
  }

  @Test
  void mapsAreUsedWhereTheyAre() {
    Map<Object, Object> map = new LinkedHashMap<>(Map.of(1, "one"));
    PYTHON.run(gil -> {
      PyObject exposed = gil.expose(map);

      exposed.setItem("k", List.of(2));
      exposed.setItem(1, "uno");

      assertThat(map).containsEntry(1, "uno").containsEntry("k", List.of(2L)).hasSize(2);
      assertThat(exposed.item(1).str()).isEqualTo("uno");
      assertThat(exposed.contains("k")).isTrue();
      assertThat(gil.eval("dict").call(exposed).repr()).isEqualTo("{1: 'uno', 'k': [2]}");
      exposed.deleteItem("k");
      assertThat(map).hasSize(1);
      assertThatThrownBy(() -> exposed.item("k")).hasMessage("KeyError: 'k'");
      assertThatThrownBy(() -> exposed.deleteItem("k")).hasMessage("KeyError: 'k'");
    });
  }

  @Test
  void objectsFoundOnTheWayAreExposedAndWhatRulesTheJvmIsNot() {
    PYTHON.run(gil -> {
      PyObject accounts = gil.expose(new ArrayList<>(List.of(new Account("ada", 3))));

      assertThat(gil.eval("lambda l: [a.deposit(1).balance for a in l]").call(accounts).toJava())
          .isEqualTo(List.of(4L));
      assertThat(accounts.item(0).attr("owner").str()).isEqualTo("ada");
      assertThat(gil.expose(Thread.class).callMethod("currentThread").typeName())
          .isEqualTo("PyCapsule");
    });
  }

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
  void methodsThatGiveTheirOwnObjectCanBeChained() {
    PYTHON.run(gil -> {
      PyObject chain = gil.eval("lambda B: str(B('a').append(1).append('b').reverse())");

      assertThat(chain.call(gil.expose(StringBuilder.class)).str()).isEqualTo("b1a");
    });
  }

  @Test
  void worksWithoutTheGil() {
    PYTHON.run(gil -> {
      PyObject waits = gil.expose(new Waits());

      assertThat(waits.callMethod("attached").toJava()).isEqualTo(true);
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

  /// Something that waits for another thread that needs Python.
  public static final class Waits {
    /// Whether another thread could attach meanwhile.
    public boolean attached() throws InterruptedException {
      Thread other = Thread.ofPlatform().start(() -> PYTHON.run(gil -> gil.eval("1").close()));
      other.join();
      return true;
    }
  }
}
