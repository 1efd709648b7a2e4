package dev.terrarium.worker;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// The question whether there is a further item, asked on a thread of its own.
public final class Look {
  private final FutureTask<Boolean> question;
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();
  private final Thread thread;

  private Look(Iterator<?> items) {
    this.question = new FutureTask<>(items::hasNext);
    this.thread =
        Thread.ofVirtual()
            .name("terrarium-stream")
            .unstarted(() -> {
              question.run();
              over.complete(true);
            });
  }

  /// Asks.
  public static Look begin(Iterator<?> items) {
    var look = new Look(items);
    look.thread.start();
    return look;
  }

  /// Whether the answer is there.
  public boolean isOver() {
    return over.isDone();
  }

  /// Returns what is done when the answer is there, whichever it is; the caller may cancel it.
  public CompletableFuture<Boolean> over() {
    return over.copy();
  }

  /// Waits so long for the answer.
  public boolean isOverWithin(Duration time) {
    try {
      return thread.join(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException("The wait for a further item was interrupted", e);
    }
  }

  /// Returns the answer, which is there; what the iterator threw is thrown.
  public boolean answer() {
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
  public void stop() {
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
