package dev.terrarium.broker.declaration;

import java.util.List;
import java.util.Map;

/// What a robot may be at, and who arms it.
///
/// @param simulated whether nothing real moves
/// @param arming who arms it
/// @param states operational states beside `idle`
/// @param initialState the one that it is in when it has been armed
/// @param categories how many commands of a category may run at once
public record OperationDeclaration(
    boolean simulated,
    Arming arming,
    List<String> states,
    String initialState,
    Map<String, Integer> categories) {
  static final String IDLE = "idle";

  public OperationDeclaration {
    Required.components(
        OperationDeclaration.class, simulated, arming, states, initialState, categories);
    states = Required.list("states", states);
    categories = Required.map("categories", categories);
  }

  /// Who arms a robot.
  public enum Arming {
    /// Somebody in charge, from outside; the only way for a robot that is real.
    OPERATOR,
    /// Whoever opens it, at once; of a simulated robot alone.
    ON_START
  }
}
