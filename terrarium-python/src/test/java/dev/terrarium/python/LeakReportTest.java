package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import dev.terrarium.python.LeakReport.Kind;
import dev.terrarium.python.testing.NoPythonLeaks;
import dev.terrarium.testing.Collector;
import dev.terrarium.testing.OnePython;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Who made what is still alive, for those who ask and for tests of users.
@Tag("native")
class LeakReportTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final Python python = PYTHON.python();

  private LeakReport before = new LeakReport(List.of());

  @BeforeEach
  void track() {
    Python.trackAllocations(true);
    before = Python.leaks();
  }

  @AfterEach
  void stopTracking() {
    Python.trackAllocations(false);
  }

  @Test
  void aReferenceLeftOpenIsReportedWithItsTypeAndTheFrameThatKeptIt() {
    PyRef kept = python.call(gil -> gil.eval("[1, 2]").keep());

    LeakReport.Site site = left().sites().getFirst();

    assertThat(site.kind()).isEqualTo(Kind.REFERENCE);
    assertThat(site.what()).isEqualTo("list");
    assertThat(site.stack().getFirst().getClassName()).isEqualTo(getClass().getName());
    assertThat(left().text()).contains("1 × reference: list, made on thread").contains("    at ");

    kept.close();
    assertThat(left().isEmpty()).isTrue();
  }

  @Test
  void thingsMadeAtOnePlaceAreCounted() {
    List<PyRef> kept = python.call(gil -> gil.eval("[{}, {}, {}]").as(new TypeRef<>() {}));

    assertThat(left().sites()).extracting(LeakReport.Site::count).containsExactly(3);

    kept.forEach(PyRef::close);
  }

  @Test
  void anArrayAndARegionAndAJavaFunctionAreReported() {
    NativeArray array = NativeArray.allocate(ElementType.FLOAT64, 4);
    try (Gil gil = python.attach()) {
      PyObject function = gil.function("f", _ -> null);

      assertThat(left().sites())
          .extracting(LeakReport.Site::kind)
          .containsExactlyInAnyOrder(Kind.ARRAY, Kind.REGION, Kind.HANDLE);

      function.close();
    }
    int arrays = python.statistics().arrays();
    array.close();

    assertThat(left().isEmpty()).isTrue();
    assertThat(python.statistics().arrays()).isEqualTo(arrays - 1);
  }

  @Test
  void aReferenceThatTheCollectorClosedIsRemembered() {
    python.call(gil -> gil.eval("{1}").keep().toString());

    Collector.runUntil(() -> left().only(kind -> kind == Kind.REFERENCE).isEmpty());

    assertThat(left().sites()).extracting(LeakReport.Site::kind).containsExactly(Kind.FORGOTTEN);
  }

  @Test
  void whatIsBeingForgottenIsInEveryReport() throws InterruptedException {
    List<Allocations.Allocation> made =
        Stream.generate(() -> Allocations.made(Kind.REFERENCE, "a reference", null))
            .limit(1_000)
            .toList();
    Thread cleaner = Thread.ofPlatform().start(() -> made.forEach(Allocations::forgotten));

    LeakReport report;
    do {
      report = left();
      assertThat(report.count()).isEqualTo(made.size());
    } while (!report.only(kind -> kind == Kind.REFERENCE).isEmpty());
    cleaner.join();
  }

  @Test
  void anExceptionIsNoReferenceOfTheUser() {
    PythonException raised = null;
    try {
      python.call(gil -> gil.eval("1 / 0").isNone());
    } catch (PythonException expected) {
      raised = expected;
    }

    assertThat(raised).isNotNull();
    assertThat(left().sites()).extracting(LeakReport.Site::kind).containsExactly(Kind.EXCEPTION);
  }

  @Test
  void aRegionOfAVirtualThreadIsTheWorkOfThatThread() throws InterruptedException {
    PyRef[] kept = new PyRef[1];
    Thread thread =
        Thread.ofVirtual()
            .name("virtual")
            .start(() -> {
              try (Gil gil = python.attach()) {
                kept[0] = gil.eval("[]").keep();
              }
            });
    thread.join();

    LeakReport.Site site = left().sites().getFirst();
    kept[0].close();

    assertThat(site.thread()).isEqualTo("virtual");
    assertThat(site.stack()).isNotEmpty();
  }

  @Test
  void trackingIsEndedAsOftenAsItWasBegun() {
    assertThatThrownBy(() -> endMoreOften()).hasMessageContaining("allocations are not tracked");
  }

  /// Ends the tracking of all, finds that there is none to end, and begins anew for all.
  private static void endMoreOften() {
    Python.trackAllocations(false);
    Python.trackAllocations(false);
    try {
      Python.trackAllocations(false);
    } finally {
      Python.trackAllocations(true);
      Python.trackAllocations(true);
    }
  }

  private LeakReport left() {
    return Python.leaks().since(before);
  }

  @Test
  void theExtensionFailsATestThatLeavesAReferenceAndNamesThePlace() {
    Throwable failure = failureOf("leavesAReference");

    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("left 1 thing(s) of Python behind")
        .hasMessageContaining("1 × reference: list")
        .hasMessageContaining("leavesAReference");
    Leaky.left.close();
  }

  @Test
  void theExtensionFailsATestThatLeavesAnArrayOrAHandle() {
    assertThat(failureOf("leavesAnArray")).hasMessageContaining("1 × array: INT32");
    Leaky.array.close();
    assertThat(failureOf("leavesAHandle")).hasMessageContaining("Java object held by Python");
    python.call(
        gil -> gil.importModule("builtins").attr("__dict__").callMethod("pop", "leaked").isNone());
  }

  @Test
  void theExtensionPassesATestThatClosesAll() {
    assertThat(failureOf("closesAll")).isNull();
  }

  private static @Nullable Throwable failureOf(String test) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(request().selectors(selectMethod(Leaky.class, test)).build(), listener);
    return listener.getSummary().getFailures().stream()
        .map(failure -> failure.getException())
        .findFirst()
        .orElse(null);
  }

  /// Tests as users write them; run by those above alone.
  @NoPythonLeaks(patience = 200)
  static class Leaky {
    static @Nullable PyRef left;
    static @Nullable NativeArray array;

    @Test
    void leavesAReference() {
      left = python.call(gil -> gil.eval("[]").keep());
    }

    @Test
    void leavesAnArray() {
      array = NativeArray.allocate(ElementType.INT32, 1);
    }

    @Test
    void leavesAHandle() {
      python.call(gil -> {
        gil.importModule("builtins").setAttr("leaked", gil.function("leaked", _ -> null));
        return true;
      });
    }

    @Test
    void closesAll() {
      try (PyRef ref = python.call(gil -> gil.eval("[]").keep());
          NativeArray shared = NativeArray.copyOf(1.0, 2.0)) {
        python.call(gil -> gil.function("f", _ -> null).call().isNone());
      }
    }
  }
}
