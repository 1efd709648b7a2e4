package dev.terrarium.broker.declaration;

import java.time.Duration;
import java.util.Optional;

/// What watches a robot.
///
/// @param watchdog how long nobody may be heard of before the robot is disarmed; without it, nobody
///   waits to hear
/// @param disarmTimeout how long each component may take to disarm
/// @param restarts how often a component may start again
public record SafetyDeclaration(
    Optional<Duration> watchdog, Duration disarmTimeout, Restarts restarts) {
  public SafetyDeclaration {
    Required.components(SafetyDeclaration.class, watchdog, disarmTimeout, restarts);
  }

  static final Duration USUAL_DISARM_TIMEOUT = Duration.ofSeconds(5);

  /// How often a component may start again, before the robot goes to `error`.
  ///
  /// @param most so often
  /// @param within in so long
  public record Restarts(int most, Duration within) {
    public Restarts {
      Required.components(Restarts.class, most, within);
    }

    static final Restarts USUAL = new Restarts(3, Duration.ofSeconds(5));
  }

  /// What holds where nothing is said.
  public static final SafetyDeclaration USUAL =
      new SafetyDeclaration(Optional.empty(), USUAL_DISARM_TIMEOUT, Restarts.USUAL);
}
