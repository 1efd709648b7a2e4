package dev.terrarium.worker.process;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.ResourceLimits;
import dev.terrarium.worker.script.Decoder;
import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.Standing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// An operation of a process of scripts.
///
/// @param <R> what it results in
final class ScriptRun<R extends @Nullable Object> implements Running<R> {
  private static final String UNKNOWN_MODULE = "terrarium._scripts.UnknownModule";

  private final int number;
  private final String name;
  private final Decoder<R> decoder;
  private final Host host;
  private final CompletableFuture<R> result = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicBoolean isInterrupted = new AtomicBoolean();
  private @Nullable Thread decoding;

  /// The process, as one operation sees it.
  interface Host {
    ScriptValue value(Frame answer);

    ResourceLimits limits();

    /// Sends it an interrupt of an operation; false if that could not be sent.
    boolean interrupt(int number);

    Standing standing(int number);

    /// An operation has ended, and the next may begin.
    void ended(ScriptRun<?> operation, Frame answer);

    /// Names threads that see to it.
    Thread.Builder threads();
  }

  /// @param name the function that it calls
  ScriptRun(int number, String name, Decoder<R> decoder, Host host) {
    this.number = number;
    this.name = name;
    this.decoder = decoder;
    this.host = host;
  }

  int number() {
    return number;
  }

  String name() {
    return name;
  }

  /// Nobody else completes it; and a copy would tell of what it fails with as a cause.
  @Override
  public CompletableFuture<R> result() {
    var view = new CompletableFuture<R>();
    var _ =
        result.whenComplete((value, thrown) -> {
          if (thrown == null) {
            view.complete(value);
          } else {
            view.completeExceptionally(thrown);
          }
        });
    return view;
  }

  @Override
  public CompletableFuture<?> ended() {
    return ended.copy();
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  @Override
  public Standing standing() {
    if (result.isDone() || ended.isDone()) {
      return new Standing(Standing.Where.ENDED);
    }
    synchronized (this) {
      if (decoding != null) {
        return new Standing(Standing.Where.CONVERTING);
      }
    }
    return host.standing(number);
  }

  /// It has ended with an answer, or with none, or never began.
  void fail(Throwable why) {
    result.completeExceptionally(why);
    ended.complete(null);
  }

  /// Takes its answer.
  void answer(Frame frame) {
    Decoded<R> decoded;
    try {
      decoded = new Decoded<>(frame.kind() == Frame.VALUE ? decoded(frame) : refuse(frame), null);
    } catch (Throwable thrown) { // which the owner of the operation is told
      decoded = new Decoded<>(null, thrown);
    }
    host.ended(this, frame);
    if (decoded.thrown() != null) {
      fail(decoded.thrown());
    } else {
      succeed(decoded);
    }
  }

  @SuppressWarnings("NullAway") // a null is the decoder's, which gives what R is
  private void succeed(Decoded<R> decoded) {
    result.complete(decoded.value());
    ended.complete(null);
  }

  private record Decoded<R extends @Nullable Object>(
      @Nullable R value, @Nullable Throwable thrown) {}

  private R decoded(Frame frame) {
    synchronized (this) {
      decoding = Thread.currentThread();
    }
    try (var value = host.value(frame)) {
      return decoder.decode(value);
    } finally {
      synchronized (this) {
        decoding = null;
      }
      var _ = Thread.interrupted();
    }
  }

  private R refuse(Frame frame) throws WireException {
    frame.drop();
    var failure = Told.failure(frame.payload());
    var unfit = failure.unfit();
    if (unfit != null) {
      throw new ConversionFault(unfit.path(), failure.message()).in(unfit.whole());
    }
    if (failure.isInterruption()) {
      boolean hasBegun = String.valueOf(failure.sentence()).isEmpty();
      throw new ScriptException.Interrupted(hasBegun ? failure.traceback() : "", null);
    }
    if (failure.kinds().contains(UNKNOWN_MODULE)) {
      throw new ScriptException.UnknownModule(failure.message(), null);
    }
    var message = Shortage.message(failure.message(), failure.kinds(), host.limits());
    throw new ScriptException.Raised(failure.kinds(), message, failure.traceback(), null);
  }

  @Override
  public void interrupt(Duration every) {
    if (every.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "an operation is interrupted every millisecond at most, not every " + every);
    }
    if (ended.isDone() || isInterrupted.getAndSet(true)) {
      return;
    }
    strike();
    var repeating =
        host.threads()
            .unstarted(() -> {
              while (!ended.isDone()) {
                LockSupport.parkNanos(every.toNanos());
                strike();
              }
            });
    var _ = ended.whenComplete((_, _) -> LockSupport.unpark(repeating));
    repeating.start();
  }

  private void strike() {
    if (ended.isDone()) {
      return;
    }
    var _ = host.interrupt(number);
    synchronized (this) {
      if (decoding != null) {
        decoding.interrupt();
      }
    }
  }
}
