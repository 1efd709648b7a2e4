package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.arrow.ArrowBatch;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.arrow.NewColumn;
import dev.terrarium.testing.OnePython;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What objects of the Java API say of themselves in a debugger or a log.
@Tag("native")
class DescriptionsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  @Test
  void arraysTellTheirTypeShapeAndState() {
    NativeArray array = NativeArray.allocate(ElementType.FLOAT64, 2, 3);
    assertThat(array).hasToString("NativeArray[FLOAT64 [2, 3]]");
    assertThat(array.asReadOnly()).hasToString("NativeArray[FLOAT64 [2, 3], read-only]");
    array.close();
    assertThat(array).hasToString("NativeArray[FLOAT64 [2, 3], closed]");

    PYTHON.run(gil -> {
      PyArray view = gil.eval("b'abc'").array();
      KeptArray kept = view.keep();
      view.close();

      assertThat(view).hasToString("PyArray[UINT8 [3], read-only, closed]");
      assertThat(kept).hasToString("KeptArray[UINT8 [3], read-only]");
      kept.close();
      assertThat(kept).hasToString("KeptArray[UINT8 [3], read-only, closed]");
    });
  }

  @Test
  void referencesRegionsAndIterationsTellTheirState() {
    PYTHON.run(gil -> {
      PyRef kept = gil.eval("object()").keep();
      Items<Long> items = gil.eval("[1, 2]").iterate(Long.class);
      PyContext context = gil.importModule("io").callMethod("StringIO").enter();
      long _ = items.next();

      assertThat(kept.toString()).matches("PyRef\\[object at 0x[0-9a-f]+]");
      assertThat(gil.toString()).startsWith("Gil[region of ").endsWith("]");
      assertThat(gil.<String>released(gil::toString)).endsWith(", let go]");
      assertThat(items.toString()).isEqualTo("Items[1 read]");
      assertThat(context).hasToString("PyContext[entered]");
      kept.close();
      context.close();
      items.close();
      assertThat(kept).hasToString("PyRef[closed]");
      assertThat(context).hasToString("PyContext[exited]");
      assertThat(items.toString()).isEqualTo("Items[1 read, closed]");
    });
  }

  @Test
  void callsAndInterruptionsTellHowFarTheyAre() {
    PythonCall<Long> call =
        PYTHON.python().submit(Limits.none().named("score"), gil -> gil.eval("1").as(long.class));
    assertThat(call.ended().orTimeout(60, TimeUnit.SECONDS).join()).isNotNull();

    assertThat(call).hasToString("PythonCall[call 'score', done]");
    assertThat(PYTHON.python().interrupt(new Thread()))
        .hasToString("Interruption[raised 0 times, NOTHING_RUNNING]");
    assertThat(PYTHON.python().toString()).startsWith("Python[").doesNotContain("closed");
    assertThat(PYTHON.python().converters()).hasToString("Converters[0 to Python, 0 to Java]");
    assertThat(PYTHON.python().debug().toString()).startsWith("PythonDebugger[of ");
    try (PythonLogs logs = PYTHON.python().logs()) {
      assertThat(logs).hasToString("PythonLogs[0 waiting, 0 dropped]");
    }
  }

  @Test
  void partsOfTablesTellTheirTypesAndRows() {
    NewColumn column = NewColumn.copyOf("n", 1L, 2L);
    assertThat(column.toString()).startsWith("NewColumn[2 rows of n: ");
    ArrowTable table = ArrowTable.of(column);
    ArrowBatch batch = table.batches().getFirst();
    String described = batch.toString();

    assertThat(described).startsWith("ArrowBatch[2 rows of [n: ");
    assertThat(batch.column("n").toString()).startsWith("ArrowColumn[2 rows of n: ");
    table.close();
    assertThat(batch).hasToString(described);
  }

  /// Whose text fails with anything.
  public static final class Silent {
    @Override
    public String toString() {
      throw new IllegalArgumentException("no text");
    }
  }

  @Test
  void objectsThatCannotBeShownSaySo() {
    CompletableFuture<String> elsewhere = new CompletableFuture<>();
    PYTHON.run(gil -> {
      PyObject object = gil.eval("object()");
      Thread _ = Thread.startVirtualThread(() -> elsewhere.complete(object.toString()));

      assertThat(elsewhere.orTimeout(60, TimeUnit.SECONDS).join())
          .startsWith("a Python object that cannot be shown here: a region of the GIL belongs");
      assertThat(gil.expose(new Silent()).toString())
          .isEqualTo("a Python object that cannot be shown here: no text");
      Runnable proxy =
          gil.run(
                  "m",
                  """
                  def make(fail):
                      class Mute:
                          def __repr__(self):
                              fail()
                          def __call__(self):
                              pass
                      return Mute()
                  """)
              .callMethod(
                  "make",
                  gil.function(
                      "fail",
                      _ -> {
                        throw new IOException("no text");
                      }))
              .as(Runnable.class);
      assertThat(proxy).hasToString("Runnable over a Python object that cannot be shown: no text");
    });
  }

  @Test
  void whatIsDoneToAnArrayThatHasEndedIsToldInOurWords() {
    NativeArray array = NativeArray.copyOf(1.0, 2.0);
    array.close();

    for (Runnable use :
        List.<Runnable>of(
            () -> array.getDouble(0),
            () -> array.setDouble(1, 0),
            () -> array.segment(),
            () -> array.copy())) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this array was closed");
    }
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.eval("b'abc'").array().setLong(1, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the array is read-only, as its owner lends it: write to a copy() of it");
      assertThatThrownBy(() -> gil.share(array)).hasMessage("this array was closed");
    });
  }
}
