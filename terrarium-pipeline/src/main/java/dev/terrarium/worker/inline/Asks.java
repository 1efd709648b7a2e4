package dev.terrarium.worker.inline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.python.Gil;
import dev.terrarium.python.KeptArray;
import dev.terrarium.python.PyArguments;
import dev.terrarium.python.PyObject;
import dev.terrarium.worker.script.Ask;
import dev.terrarium.worker.script.UpcallRefusal;
import dev.terrarium.worker.script.Upcalls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What scripts ask of Java: one function in Python's hands, called by several threads at once.
///
/// Who asks is decided by the thread on which the question arrives, whatever Python says: the
/// operation's own thread asks for it, and every other is spawned work, or a stranger.
final class Asks {
  private static final int NAME = 0;
  private static final int ARGUMENTS = 1;
  private static final int SPAWNED = 2;

  /// The number of threads that scripts have started by other means than to spawn.
  private static final long STRANGER = 0;

  private final InlinePython inline;
  private final Upcalls upcalls;
  private final AtomicInteger operations = new AtomicInteger();
  private volatile @Nullable Thread operation;

  /// The threads of spawned work that wait for an answer; guarded by itself.
  private final Set<Thread> spawned = new HashSet<>();

  Asks(InlinePython inline, Upcalls upcalls) {
    this.inline = inline;
    this.upcalls = upcalls;
  }

  /// The current thread is that of the operation, until it has [left][#left()].
  void enter() {
    operation = Thread.currentThread();
  }

  /// The operation is over.
  void left() {
    operation = null;
  }

  /// Whether the operation waits for an answer.
  boolean isOperationWaiting() {
    return operations.get() > 0;
  }

  /// Wakes spawned work that waits for an answer.
  void interruptSpawned() {
    synchronized (spawned) {
      spawned.forEach(Thread::interrupt);
    }
  }

  /// Answers as `terrarium._scripts` wants it: one value, or the three of a refusal, or none when
  /// it was interrupted.
  Object ask(PyArguments arguments) {
    var gil = arguments.gil();
    var lent = new ArrayList<KeptArray>();
    try {
      var ask = asked(arguments, lent);
      return ScriptArguments.of(inline, gil, gil.released(() -> answer(ask)));
    } catch (ConversionFault fault) {
      return List.of(
          "invalid_argument",
          "%s: %s".formatted(fault.path(), fault.getMessage()),
          Map.of("path", fault.path()));
    } finally {
      lent.forEach(KeptArray::close);
    }
  }

  private Ask asked(PyArguments arguments, List<KeptArray> lent) {
    Gil gil = arguments.gil();
    var number = arguments.get(SPAWNED);
    var given = inline.crossing().toJava(gil, arguments.get(ARGUMENTS), lent);
    return new Ask(
        arguments.as(NAME, String.class),
        given instanceof List<?> list ? new ArrayList<>(list) : List.of(),
        Thread.currentThread().equals(operation) ? OptionalLong.empty() : beside(number));
  }

  private static OptionalLong beside(PyObject number) {
    return OptionalLong.of(number.isNone() ? STRANGER : number.as(long.class));
  }

  private List<@Nullable Object> answer(Ask ask) {
    boolean isOperation = ask.spawned().isEmpty();
    begin(isOperation);
    try {
      return Collections.singletonList(upcalls.answer(ask));
    } catch (UpcallRefusal refusal) {
      return List.of(refusal.code(), String.valueOf(refusal.getMessage()), refusal.details());
    } catch (InterruptedException e) {
      return List.of();
    } finally {
      end(isOperation);
    }
  }

  private void begin(boolean isOperation) {
    if (isOperation) {
      operations.incrementAndGet();
      return;
    }
    synchronized (spawned) {
      spawned.add(Thread.currentThread());
    }
  }

  private void end(boolean isOperation) {
    if (isOperation) {
      operations.decrementAndGet();
      return;
    }
    synchronized (spawned) {
      spawned.remove(Thread.currentThread());
      boolean _ = Thread.interrupted(); // Meant for the answer that is there.
    }
  }
}
