package dev.terrarium.broker;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.script.Decoder;
import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.Standing;
import dev.terrarium.worker.script.Upcalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An interpreter whose operations do what the test says.
final class ScriptedHost implements ScriptHost {
  final List<Scripted<?>> operations = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  final Upcalls upcalls;
  private final boolean isProcess;
  private final CompletableFuture<WorkerCrashedException> exit = new CompletableFuture<>();
  boolean isClosed;
  boolean isSlowToDie;
  Runnable onDeath = () -> {};
  boolean givesWay;
  private boolean isPrompt;
  private boolean isQuick;

  ScriptedHost(Upcalls upcalls, boolean isProcess) {
    this.upcalls = upcalls;
    this.isProcess = isProcess;
  }

  /// Has every operation end with nothing at once.
  ScriptedHost prompt() {
    isPrompt = true;
    return this;
  }

  /// Has every operation come to nothing at once, and end when the test says so.
  ScriptedHost quick() {
    isQuick = true;
    return this;
  }

  @Override
  public synchronized <R extends @Nullable Object> Running<R> start(
      String function, List<? extends @Nullable Object> arguments, Decoder<R> decoder) {
    if (!operations.isEmpty() && !operations.getLast().ended.isDone()) {
      throw new IllegalStateException("An operation has not ended");
    }
    var scripted = new Scripted<>(function, List.copyOf(new ArrayList<>(arguments)), decoder);
    operations.add(scripted);
    if (isPrompt) {
      scripted.returns(null);
    }
    if (isQuick) {
      scripted.decides(null);
    }
    return scripted;
  }

  @Override
  public void tell(String function, List<? extends @Nullable Object> arguments) {
    told.add(function);
  }

  /// Returns the operation that was begun last.
  synchronized Scripted<?> last() {
    return operations.getLast();
  }

  @Override
  public boolean giveWay() {
    givesWay = true;
    return true;
  }

  @Override
  public boolean isProcess() {
    return isProcess;
  }

  @Override
  public void kill() {
    if (isProcess && !isSlowToDie) {
      crash("was killed");
      onDeath.run();
    }
  }

  /// Ends the process.
  void crash(String how) {
    var crash = new WorkerCrashedException("arm", 137, how, "");
    if (!operations.isEmpty() && !last().ended.isDone()) {
      last().fails(crash);
    }
    exit.complete(crash);
  }

  @Override
  public CompletableFuture<WorkerCrashedException> exit() {
    return exit;
  }

  @Override
  public void close() {
    isClosed = true;
  }

  /// An operation that ends as the test says.
  static final class Scripted<R extends @Nullable Object> implements Running<R> {
    final String function;
    final List<?> arguments;
    private final Decoder<R> decoder;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    volatile int interrupts;
    volatile Standing standing = new Standing(Standing.Where.PYTHON, "  File \"a.py\", line 3", 20);
    volatile Runnable onInterrupt = () -> {};

    Scripted(String function, List<?> arguments, Decoder<R> decoder) {
      this.function = function;
      this.arguments = arguments;
      this.decoder = decoder;
    }

    /// Has a result, and ends.
    void returns(@Nullable Object value) {
      decides(value);
      ended.complete(true);
    }

    /// Has a result.
    private void decides(@Nullable Object value) {
      R decoded;
      try {
        decoded = decoder.decode(new Told(value));
      } catch (RuntimeException e) {
        fails(e);
        return;
      }
      result.complete(decoded);
    }

    void raises(String type, String message) {
      fails(new ScriptException.Raised(List.of(type), message, "Traceback: " + type, null));
    }

    void fails(Throwable failure) {
      result.completeExceptionally(failure);
      ended.complete(true);
    }

    @Override
    public CompletableFuture<R> result() {
      return result;
    }

    @Override
    public CompletableFuture<?> ended() {
      return ended;
    }

    @Override
    public void interrupt(Duration every) {
      interrupts++;
      onInterrupt.run();
    }

    @Override
    public Standing standing() {
      return ended.isDone() ? new Standing(Standing.Where.ENDED) : standing;
    }
  }

  /// A Python value that the test has made up.
  record Told(@Nullable Object value) implements ForeignValue {
    @Override
    public ForeignValue share() {
      return this;
    }

    @Override
    public void close() {}

    @Override
    public @Nullable Object toJava() {
      return value;
    }

    @Override
    public <T> T as(Class<T> type) {
      if (!type.isInstance(value)) {
        throw new ConversionFault("$", "expected a " + type.getSimpleName());
      }
      return type.cast(value);
    }

    @Override
    public List<ForeignValue> parts() {
      return ((List<?>) java.util.Objects.requireNonNull(value))
          .stream().<ForeignValue>map(Told::new).toList();
    }

    @Override
    public String describe() {
      return String.valueOf(value);
    }

    @Override
    public String typeName() {
      return value == null ? "NoneType" : value.getClass().getSimpleName();
    }
  }
}
