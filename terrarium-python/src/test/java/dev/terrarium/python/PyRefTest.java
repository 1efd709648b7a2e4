package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.LeakReport.Kind;
import dev.terrarium.testing.Collector;
import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class PyRefTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  @Test
  void outlivesItsRegionAndIsUsedFromAnyThread() throws Exception {
    PyRef upper = PYTHON.call(gil -> gil.eval("str.upper").keep());
    List<String> results = new ArrayList<>();

    Thread other = new Thread(() -> results.add(upper.call(String.class, "small stack")));
    other.start();
    other.join();
    Thread virtual =
        Thread.startVirtualThread(() -> results.add(upper.call(String.class, "virtual")));
    virtual.join();
    upper.close();

    assertThat(results).containsExactly("SMALL STACK", "VIRTUAL");
  }

  @Test
  void isUselessOnceClosed() {
    PyRef reference = PYTHON.call(gil -> gil.eval("len").keep());
    reference.close();
    reference.close();

    assertThatThrownBy(() -> reference.call(int.class, "abc"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this reference to a Python object was closed");
  }

  @Test
  void letsItsObjectGoWhenClosedByAThreadWithoutTheGil() throws Exception {
    String source =
        """
        import weakref
        class C: pass
        made = C()
        alive = weakref.ref(made)
        def take():
            global made
            taken, made = made, None
            return taken
        """;
    PyRef alive;
    PyRef object;
    try (Gil gil = PYTHON.python().attach()) {
      PyObject module = gil.run("m", source);
      alive = module.attr("alive").keep();
      object = module.callMethod("take").keep();
    }
    Thread closer = new Thread(object::close);
    closer.start();
    closer.join();

    assertThat(alive.call(Object.class)).isNull();
    alive.close();
  }

  @Test
  void isReleasedByTheCollectorWhenForgotten() {
    LeakReport before = Python.leaks();
    PYTHON.run(gil -> {
      for (int i = 0; i < 100; i++) {
        PyRef _ = gil.eval("object()").keep();
      }
    });

    Collector.runUntil(() -> since(before, Kind.REFERENCE) == 0);

    assertThat(since(before, Kind.FORGOTTEN)).isEqualTo(100);
  }

  private static int since(LeakReport before, Kind kind) {
    return Python.leaks().since(before).only(each -> each == kind).count();
  }
}
