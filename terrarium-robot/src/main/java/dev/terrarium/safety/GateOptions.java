package dev.terrarium.safety;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What safety is told of a robot when it is registered.
///
/// @param components those that have to register a disarm handler; a warning names each that has
///   not after `registration`
/// @param registration how long they have for it; 1 s unless said
/// @param restarts how many restarts of components are allowed `within` a time; 3 unless said
/// @param within 5 s unless said
/// @param perHandler how long each of its disarm handlers has; without it, as long as
///   [SafetyOptions#perHandler] says of all robots
public record GateOptions(
    Set<ComponentPath> components,
    Duration registration,
    int restarts,
    Duration within,
    Optional<Duration> perHandler) {
  public GateOptions {
    components = Set.copyOf(components);
    Durations.requirePositive(registration, "registration");
    Durations.requirePositive(within, "within");
    perHandler.ifPresent(time -> Durations.requirePositive(time, "perHandler"));
    if (restarts < 0) {
      throw new IllegalArgumentException(
          "restarts is the number of restarts allowed, at least 0, not " + restarts);
    }
  }

  /// Returns what holds unless something is said.
  public static GateOptions defaults() {
    return new GateOptions(
        Set.of(), Duration.ofSeconds(1), 3, Duration.ofSeconds(5), Optional.empty());
  }

  /// Returns these with components that have to register.
  public GateOptions withComponents(Set<ComponentPath> components) {
    return new GateOptions(components, registration, restarts, within, perHandler);
  }

  /// Returns these with another time for each of the robot's disarm handlers.
  public GateOptions withPerHandler(Duration time) {
    Durations.requirePositive(time, "perHandler");
    return new GateOptions(components, registration, restarts, within, Optional.of(time));
  }

  /// Returns these with another budget of restarts.
  public GateOptions withRestarts(int restarts, Duration within) {
    return new GateOptions(components, registration, restarts, within, perHandler);
  }
}
