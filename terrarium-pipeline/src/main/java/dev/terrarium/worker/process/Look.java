package dev.terrarium.worker.process;

import java.util.Iterator;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// The question whether there is a further item, asked on a thread of its own.
final class Look {
  private final FutureTask<Boolean> question;
  private final Thread thread;

  private Look(Iterator<?> items, Runnable wake) {
    this.question = new FutureTask<>(items::hasNext);
    this.thread =
        Thread.ofVirtual()
            .name("terrarium-stream")
            .unstarted(() -> {
              question.run();
              wake.run();
            });
  }

  /// @param wake is run when the answer is there
  static Look begin(Iterator<?> items, Runnable wake) {
    var look = new Look(items, wake);
    look.thread.start();
    return look;
  }

  /// Whether the answer is there.
  boolean isOver() {
    return question.isDone();
  }

  /// Returns the answer, which is there; what the iterator threw is thrown.
  boolean answer() {
    if (question.state() == Future.State.SUCCESS) {
      return question.resultNow();
    }
    switch (question.exceptionNow()) {
      case RuntimeException thrown -> throw thrown;
      case Error thrown -> throw thrown;
      default -> throw new AssertionError("An iterator threw a checked exception");
    }
  }

  /// Interrupts the question, and returns when nobody uses the iterator any more.
  void stop() {
    thread.interrupt();
    boolean isInterrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
