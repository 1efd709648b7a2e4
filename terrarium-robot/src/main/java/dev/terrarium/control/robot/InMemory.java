package dev.terrarium.control.robot;

/// What loops rehearse with in place of an arm.
public final class InMemory {
  private InMemory() {}

  /// Returns the arm that a loop rehearses with.
  ///
  /// @throws IllegalArgumentException if the arm has none, or would be moved itself
  @SuppressWarnings("ReferenceEquality") // The very arm is what must not be moved.
  public static Arm of(Arm arm) {
    Arm rehearsal = arm.rehearsal();
    if (rehearsal == null || rehearsal == arm) {
      throw new IllegalArgumentException(
          "rehearsal() of the arm '%s' returned %s: expected another arm, in memory, that stands as it does"
              .formatted(arm.name(), rehearsal == null ? "null" : "the arm itself"));
    }
    return rehearsal;
  }
}
