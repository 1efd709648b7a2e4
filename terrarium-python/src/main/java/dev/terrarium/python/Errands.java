package dev.terrarium.python;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Work that needs the GIL and that nobody waits for, done in order by one daemon thread.
///
/// The thread is not a carrier: those may all be held by virtual threads that wait for what is
/// brought here. It starts with the first errand.
final class Errands {

  private final Interpreter interpreter;
  private final LinkedTransferQueue<Consumer<Gil>> queue = new LinkedTransferQueue<>();
  private final AtomicBoolean started = new AtomicBoolean();

  Errands(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// Leaves an errand, from any thread, with or without the GIL.
  void add(Consumer<Gil> errand) {
    queue.add(errand);
    if (!started.get() && started.compareAndSet(false, true)) {
      Thread runner = new Thread(null, this::run, "terrarium-errands", Carriers.STACK_BYTES, false);
      runner.setDaemon(true);
      runner.start();
    }
  }

  private void run() {
    try {
      while (true) {
        runNext();
      }
    } catch (PythonUnavailableException ending) {
      Notices.debug("the JVM ends, and Python is told nothing more", ending);
    }
  }

  /// A method of its own, so that no local variable keeps an errand while the next is awaited.
  private void runNext() {
    try {
      Consumer<Gil> errand = queue.take();
      try (Gil _ = interpreter.attach().ofOurs()) {
        for (; errand != null; errand = queue.poll()) {
          runOne(errand);
        }
      }
    } catch (InterruptedException ignored) {
      // The thread belongs to us; nobody has a reason to interrupt it.
    }
  }

  private void runOne(Consumer<Gil> errand) {
    try (Gil gil = interpreter.attach().ofOurs()) {
      errand.accept(gil);
    } catch (RuntimeException | Error failed) {
      Notices.warning("Python could not be told what happened in Java", failed);
    }
  }
}
