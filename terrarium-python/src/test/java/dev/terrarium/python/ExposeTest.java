package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
