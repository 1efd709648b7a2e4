package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.python.ThreadDump.PythonThread;
import dev.terrarium.testing.OnePython;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Python's threads as Java sees them.
@Tag("native")
class ThreadDumpTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final long LARGE_STACK = 32L << 20;

  private final Python python = PYTHON.python();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);

  @Test
  void showsWhereTheAskingThreadStandsAndThatItHoldsTheGil() {
    ThreadDump dump =
        python.call(gil -> {
          PyObject module =
              gil.run("asks", "def outer(f): return inner(f)\ndef inner(f): return f()");
          ThreadDump[] taken = new ThreadDump[1];
          module.callMethod(
              "outer",
              gil.function(
                  "take",
                  _ -> {
                    taken[0] = python.threads();
                    return null;
                  }));
          return taken[0];
        });

    PythonThread asking = dump.threads().getFirst();
    assertThat(dump.isComplete()).isTrue();
    assertThat(asking.holdsGil()).isTrue();
    assertThat(asking.java()).isPresent();
    assertThat(asking.stack())
        .extracting(StackTraceElement::getMethodName)
        .contains("inner", "outer");
    assertThat(dump.threads()).filteredOn(PythonThread::holdsGil).hasSize(1);
    assertThat(dump.text()).contains("holds the GIL").contains("asks.inner(<asks>:2)");
  }

  @Test
  void showsAThreadThatPythonStarted() {
    PyRef stop =
        python.call(gil ->
            gil.run(
                    "starts",
                    """
                    import threading
                    done, started = threading.Event(), threading.Event()
                    def wait():
                        started.set()
                        done.wait()
                    thread = threading.Thread(target=wait, name="waits-in-python-\\udce9", daemon=True)
                    thread.start()
                    started.wait()
                    def stop():
                        done.set()
                        thread.join()
                    """)
                .attr("stop")
                .keep());

    ThreadDump dump = python.threads();
    stop.call(Object.class);
    stop.close();

    PythonThread waiting = named(dump, "waits-in-python-\\udce9");
    assertThat(waiting.java()).isEmpty();
    assertThat(waiting.isDaemon()).isTrue();
    assertThat(waiting.holdsGil()).isFalse();
    assertThat(waiting.stack()).extracting(StackTraceElement::getMethodName).contains("wait");
    assertThat(dump.text()).contains("\"waits-in-python-\\udce9\" ident=0x").contains("<starts>:5");
  }

  @Test
  void saysThatTheGilIsKeptInsteadOfWaitingForIt() throws InterruptedException {
    Thread keeper = start("keeps-the-gil", this::keepTheGil);
    entered.await();

    ThreadDump dump = python.threads(Duration.ofMillis(50));
    ThreadDump again = python.threads(Duration.ofMillis(1));
    leave.countDown();
    keeper.join();

    assertThat(dump.isComplete()).isFalse();
    assertThat(again.isComplete()).isFalse();
    assertThat(named(dump, "keeps-the-gil").holdsGil()).isTrue();
    assertThat(dump.threads()).filteredOn(PythonThread::holdsGil).hasSize(1);
    assertThat(named(dump, "keeps-the-gil").stack()).isNotEmpty();
    assertThat(dump.text()).contains("a thread kept the GIL in C code for the");
    assertThat(python.threads(Duration.ofMinutes(1)).isComplete()).isTrue();
  }

  @Test
  void namesTheVirtualThreadThatACarrierWorksFor() throws InterruptedException {
    Thread virtual = Thread.ofVirtual().name("a-virtual-thread").start(this::releaseInARegion);
    entered.await();

    ThreadDump dump = python.threads();
    leave.countDown();
    virtual.join();

    assertThat(dump.threads())
        .anySatisfy(
            thread -> assertThat(thread.java().flatMap(java -> java.worksFor())).contains(virtual));
    assertThat(dump.text()).contains("which works for \"a-virtual-thread\"");
  }

  @Test
  void tellsOfMemoryAndOfTheCollector() {
    PythonMemory before = python.memory();
    PyRef kept = python.call(gil -> gil.eval("[[] for _ in range(1000)]").keep());
    PythonMemory after = python.memory();
    python.call(gil -> gil.run("cycle", "a = []\na.append(a)\ndel a").isNone());

    assertThat(python.collectGarbage()).isPositive();
    assertThat(after.blocks()).isGreaterThan(before.blocks() + 900);
    assertThat(after.references()).isEqualTo(before.references() + 1);
    assertThat(after.generations()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(after.traced()).isEmpty();
    assertThat(after.residentBytes().orElse(1 << 21)).isGreaterThan(1 << 20);
    kept.close();
  }

  @Test
  void tellsWhatTracemallocTraces() {
    python.call(gil -> gil.importModule("tracemalloc").callMethod("start").isNone());

    PythonMemory memory = python.memory();
    python.call(gil -> gil.importModule("tracemalloc").callMethod("stop").isNone());

    assertThat(memory.traced()).isPresent();
    assertThat(memory.traced().orElseThrow().peak()).isPositive();
  }

  /// Java called by Python keeps the GIL, as C code may.
  private void keepTheGil() {
    try (Gil gil = python.attach()) {
      gil.function(
              "keep",
              _ -> {
                entered.countDown();
                leave.await();
                return null;
              })
          .call();
    }
  }

  private void releaseInARegion() {
    try (Gil gil = python.attach()) {
      gil.released(() -> {
        entered.countDown();
        try {
          leave.await();
        } catch (InterruptedException unexpected) {
          throw new AssertionError(unexpected);
        }
        return true;
      });
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, LARGE_STACK);
    thread.start();
    return thread;
  }

  private static PythonThread named(ThreadDump dump, String name) {
    return dump.threads().stream()
        .filter(thread -> thread.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(dump.text()));
  }
}
