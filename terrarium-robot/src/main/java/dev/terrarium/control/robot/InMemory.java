package dev.terrarium.control.robot;

/// What loops rehearse with in place of an arm, and what tells how it stands.
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

  /// Reads how an arm stands that no loop moves.
  ///
  /// @param into is written whole
  /// @throws IllegalArgumentException as [#of] does
  public static void read(Arm arm, ArmState into) {
    Arm copy = of(arm);
    long now = System.nanoTime();
    copy.begin(now);
    copy.read(into, now);
    copy.end();
  }
}
