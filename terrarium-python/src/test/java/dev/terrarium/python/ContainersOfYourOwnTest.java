package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class ContainersOfYourOwnTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static <T> T fail() {
    throw new IllegalStateException("lazy load failed");
  }

  private static class Lazy extends AbstractList<Object> {
    @Override
    public Object get(int index) {
      return fail();
    }

    @Override
    public int size() {
      return 1;
    }
  }

  private static class Entries extends AbstractMap<Object, Object> {
    private final Set<Map.Entry<Object, Object>> entries;

    Entries(Set<Map.Entry<Object, Object>> entries) {
      this.entries = entries;
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
      return entries;
    }
  }

  private static class Entry implements Map.Entry<Object, Object> {
    private final Supplier<Object> key;

    Entry(Supplier<Object> key) {
      this.key = key;
    }

    @Override
    public Object getKey() {
      return key.get();
    }

    @Override
    public Object getValue() {
      return fail();
    }

    @Override
    public Object setValue(Object value) {
      throw new UnsupportedOperationException();
    }
  }

  private static class Stuck extends AbstractSet<Object> {
    @Override
    public Iterator<Object> iterator() {
      return fail();
    }

    @Override
    public int size() {
      return 1;
    }
  }

  private static void refuses(Object value, String start) {
    PYTHON.run(gil ->
        assertThatThrownBy(() -> gil.of(Map.of("k", value)))
            .isInstanceOf(ConversionException.class)
            .hasMessageStartingWith(start)
            .hasMessageEndingWith(" fails: java.lang.IllegalStateException: lazy load failed")
            .cause()
            .hasMessage("lazy load failed"));
  }

  @Test
  void thatThrowAreRefusedWithPathAndCause() {
    refuses(new Lazy(), "$.k: toArray() of a ");
    refuses(List.of(new Lazy()), "$.k[0]: toArray() of a ");
    refuses(new Stuck(), "$.k{}: iterator() of a ");
    refuses(new Entries(stuckEntries()), "$.k: ");
    refuses(new Entries(Set.of(new Entry(() -> "a"))), "$.k.a: getValue() of a ");
    refuses(
        new Entries(Set.of(new Entry(ContainersOfYourOwnTest::fail))),
        "$.k.keys()[0]: getKey() of a ");
  }

  private static Set<Map.Entry<Object, Object>> stuckEntries() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<Object, Object>> iterator() {
        return fail();
      }

      @Override
      public int size() {
        return 1;
      }
    };
  }

  @Test
  void refusesANullEntry() {
    PYTHON.run(gil ->
        assertThatThrownBy(() -> gil.of(List.of(new Entries(Collections.singleton(null)))))
            .isInstanceOf(ConversionException.class)
            .hasMessageMatching("\\$\\[0\\]: entry 0 of a .*Entries is null"));
  }

  @Test
  void areReadWhereTheyThrowNothing() {
    PYTHON.run(gil ->
        assertThat(gil.of(new Entries(Set.of(Map.entry("a", Set.of(1))))).repr())
            .isEqualTo("{'a': {1}}"));
  }
}
