package dev.terrarium.broker;

import dev.terrarium.safety.Gate;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.Upcalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a broker's interpreter is opened with, over and over where it is a process.
///
/// Everything that a script has registered belongs to one interpreter and ends with it; the modules
/// that were imported are imported again in the next one, in the same order.
final class Seat {
  private final Function<Upcalls, ScriptHost> opener;
  private final Supplier<Side> sides;
  private final Gate gate;
  private final Lanes lanes;
  private final Set<String> modules;
  private final Duration limit;
  private final Past past = new Past();
  private volatile @Nullable Side side;
  private volatile @Nullable ScriptHost serving;
  private volatile boolean givesWay;

  /// @param opener opens an interpreter whose scripts ask the given
  /// @param sides makes what answers the scripts of one interpreter
  /// @param options what is imported first, and how long that may take
  Seat(
      Function<Upcalls, ScriptHost> opener,
      Supplier<Side> sides,
      Gate gate,
      Lanes lanes,
      BrokerOptions options) {
    this.opener = opener;
    this.sides = sides;
    this.gate = gate;
    this.lanes = lanes;
    this.modules = new LinkedHashSet<>(options.modules());
    this.limit = options.limits().importing();
  }

  /// Opens an interpreter.
  ScriptHost open() {
    Side opening = sides.get();
    ScriptHost host = opener.apply(opening);
    opening.serves(host);
    side = opening;
    serving = host;
    if (givesWay) {
      boolean _ = host.giveWay();
    }
    return host;
  }

  /// Ends what an interpreter has registered, and the interpreter; returns how many messages waited
  /// for its handlers.
  int lost(ScriptHost gone) {
    Side ended = side;
    int dropped = 0;
    if (ended != null) {
      dropped = ended.close();
      past.add(ended.handlers().counters());
    }
    side = null;
    serving = null;
    gone.close();
    return dropped;
  }

  /// Has scripts give way to all other threads, here and in every interpreter to come; returns
  /// whether this system lets them, as far as there is one to ask.
  boolean giveWay() {
    givesWay = true;
    ScriptHost host = serving;
    return host == null || host.giveWay();
  }

  /// Returns what a new interpreter begins with.
  List<Operation<?>> imports() {
    List<Operation<?>> imports = new ArrayList<>();
    synchronized (modules) {
      modules.forEach(module -> imports.add(importing(module, limit, Optional.empty())));
    }
    return imports;
  }

  /// Makes the import of a module; one that succeeds is repeated in every later interpreter.
  Operation<Boolean> importing(String module, Duration limit, Optional<Permit> permit) {
    Operation<Boolean> importing =
        new Operation<>(
            new Work<>(
                OperationKind.IMPORT, "import " + module, "load", _ -> List.of(module), _ -> true),
            new Operation.Terms(lanes.nanos(), limit, permit));
    var _ =
        importing
            .outcome()
            .thenRun(() -> {
              synchronized (modules) {
                modules.add(module);
              }
            });
    return importing;
  }

  /// Returns the permit that holds, if the robot is armed.
  Optional<Permit> permit() {
    return gate.permit();
  }

  /// Returns what the robot is, or is about to be, when a permit does not hold any more.
  SafetyState stateAfterTrip() {
    SafetyState state = gate.state();
    return state == SafetyState.ARMED ? SafetyState.DISARMING : state;
  }

  /// Returns a handler to run, of those with messages, or null.
  @Nullable Operation<?> nextHandler() {
    Side serving = side;
    return serving == null ? null : serving.handlers().next();
  }

  /// Returns what handlers have seen, those of interpreters that have ended as well.
  List<HandlerCounters> counters() {
    Side serving = side;
    return past.with(serving == null ? List.of() : serving.handlers().counters());
  }

  /// Returns a turn for coroutines, or null if none waits.
  @Nullable Operation<?> nextTurn() {
    Side serving = side;
    return serving == null ? null : serving.turns().next();
  }

  /// Interrupts what scripts do beside their operations.
  void interruptSpawned() {
    Side serving = side;
    if (serving != null) {
      serving.turns().interruptSpawned();
    }
  }

  /// Asks coroutines that have a turn to make room.
  void stopTurn() {
    Side serving = side;
    if (serving != null) {
      serving.turns().stop();
    }
  }
}
