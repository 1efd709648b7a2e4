package dev.terrarium.control;

import dev.terrarium.control.law.Law;
import dev.terrarium.control.law.Limiting;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.safety.ComponentPath;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What an arm is controlled with.
///
/// @param component what the arm is to safety: it makes that safe at a disarm, and reports its
///   faults
/// @param loop what the loop is started with
/// @param limiting what is between laws and the arm
/// @param laws each makes one more law that a live arm may be switched to, always another: a start
///   rehearses with them, as it does with those of [dev.terrarium.control.law.Laws]
/// @param arrival when a move has arrived
/// @param faults is told of every end that is a fault, when the arm has been let go of, on a thread
///   that is not the loop's any more; whoever holds the [dev.terrarium.safety.Safety] puts the
///   robot in error here
public record ArmOptions(
    ComponentPath component,
    LoopOptions loop,
    Limiting limiting,
    List<Supplier<Law>> laws,
    Arrival arrival,
    Consumer<LoopEnd> faults) {
  public ArmOptions {
    Objects.requireNonNull(component, "component is the arm's path, not null");
    Objects.requireNonNull(loop, "loop is what the loop is started with, not null");
    Objects.requireNonNull(limiting, "limiting is FULL or PARITY, not null");
    laws = List.copyOf(Objects.requireNonNull(laws, "laws are a list of what makes one, not null"));
    Objects.requireNonNull(arrival, "arrival is when a move has arrived, not null");
    Objects.requireNonNull(faults, "faults is who is told of faults, not null");
  }

  /// Returns what holds unless something is said: the component `arm`, every limit, and nobody who
  /// is told of faults.
  public static ArmOptions standard() {
    return new ArmOptions(
        ComponentPath.of("arm"),
        LoopOptions.standard(),
        Limiting.FULL,
        List.of(),
        Arrival.standard(),
        _ -> {});
  }

  /// Returns these with another component.
  public ArmOptions withComponent(ComponentPath component) {
    return new ArmOptions(component, loop, limiting, laws, arrival, faults);
  }

  /// Returns these with another loop.
  public ArmOptions withLoop(LoopOptions loop) {
    return new ArmOptions(component, loop, limiting, laws, arrival, faults);
  }

  /// Returns these with other limits.
  public ArmOptions withLimiting(Limiting limiting) {
    return new ArmOptions(component, loop, limiting, laws, arrival, faults);
  }

  /// Returns these with laws of one's own that a start rehearses with an arm in memory.
  ///
  /// @param laws each makes one of them, always another
  public ArmOptions withLaws(List<Supplier<Law>> laws) {
    return new ArmOptions(component, loop, limiting, laws, arrival, faults);
  }

  /// Returns these with another idea of when a move has arrived.
  public ArmOptions withArrival(Arrival arrival) {
    return new ArmOptions(component, loop, limiting, laws, arrival, faults);
  }

  /// Returns these with somebody who is told of faults.
  public ArmOptions withFaults(Consumer<LoopEnd> faults) {
    return new ArmOptions(component, loop, limiting, laws, arrival, faults);
  }
}
