package dev.terrarium.python;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The calls that carriers run or will run, and what else keeps the interpreter busy.
final class Calls {
  private final Interpreter interpreter;
  private final Set<PythonCall<?>> calls = ConcurrentHashMap.newKeySet();

  private final Map<OpenRegion, Interruption> regions = new ConcurrentHashMap<>();

  Calls(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// Hands a call to a carrier.
  <R extends @Nullable Object> PythonCall<R> submit(Limits limits, Function<Gil, R> work) {
    interpreter.admit();
    StackEnd.checkHandOver();
    interpreter.carriers.checkRoom();
    PythonCall<R> call = new PythonCall<>(interpreter, limits, work);
    calls.add(call);
    call.arm();
    interpreter.carriers.handToMain(call::carry);
    return call;
  }

  void remove(PythonCall<?> call) {
    calls.remove(call);
  }

  /// All that runs or waits to run, the likeliest to be stuck first.
  List<RunningCall> running() {
    List<RunningCall> running = new ArrayList<>();
    for (PythonCall<?> call : calls) {
      call.running().ifPresent(running::add);
    }
    running.addAll(regions());
    running.sort(likeliestFirst());
    return running;
  }

  /// What else runs than a call.
  List<RunningCall> busy(PythonCall<?> than) {
    List<RunningCall> busy = new ArrayList<>();
    for (PythonCall<?> call : calls) {
      if (call != than) {
        call.running().filter(RunningCall::isStarted).ifPresent(busy::add);
      }
    }
    busy.addAll(regions());
    busy.sort(likeliestFirst());
    return busy;
  }

  /// Interrupts every call.
  List<Interruption> interrupt() {
    List<Interruption> under = new ArrayList<>();
    for (PythonCall<?> call : calls) {
      under.add(call.interrupt());
    }
    return under;
  }

  /// Interrupts a region, unless that is under way.
  Interruption interrupt(OpenRegion region) {
    Interruption fresh = Interruption.against(interpreter.watchdog, region, Limits.USUAL_GRACE);
    Interruption known = regions.putIfAbsent(region, fresh);
    if (known != null) {
      return known;
    }
    fresh.onEnd(() -> regions.remove(region));
    fresh.press(Limits.USUAL_GRACE, () -> {});
    return fresh;
  }

  /// The regions that threads have opened for themselves.
  private List<RunningCall> regions() {
    List<RunningCall> regions = new ArrayList<>();
    for (Attachment attachment : interpreter.attachments.all()) {
      Gil region = attachment.outermost();
      if (region != null
          && !region.isOurs()
          && attachment.call() == null
          && attachment.holdsGil()
          && !attachment.thread.equals(Thread.currentThread())
          && !interpreter.watchdog.isOurs(attachment.thread)) {
        regions.add(
            new RunningCall(
                "a region of " + region.owner().getName(),
                Optional.of(attachment.thread.getName()),
                Optional.empty(),
                Optional.empty(),
                true));
      }
    }
    return regions;
  }

  private static Comparator<RunningCall> likeliestFirst() {
    return Comparator.comparing(RunningCall::overdue, Comparator.comparing(Optional::isEmpty))
        .thenComparing(call -> call.age().orElse(Duration.ZERO), Comparator.reverseOrder());
  }
}
