package dev.terrarium.control.record;

import dev.terrarium.control.loop.CycleRow;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be recorded of a cycle; [CycleRow] says what each is.
public enum CycleField {
  /// Which cycle.
  CYCLE(Width.ONE),
  /// When it was to begin, ns.
  DEADLINE(Width.ONE),
  /// When it began, ns.
  WOKE(Width.ONE),
  /// When the arm's state had been read, ns.
  READ(Width.ONE),
  /// When its torques were there, ns.
  COMPUTED(Width.ONE),
  /// When the arm had taken them, ns.
  WRITTEN(Width.ONE),
  /// What can be said of it, by [dev.terrarium.control.loop.CycleFlag].
  FLAGS(Width.ONE),
  /// Cycles missed before it.
  MISSED(Width.ONE),
  /// 1 if the robot was permitted to move.
  PERMIT(Width.ONE),
  /// The arm's reflexes.
  REFLEXES(Width.ONE),
  /// The law's number.
  LAW(Width.ONE),
  /// Positions, rad.
  Q(Width.JOINTS),
  /// Velocities, rad/s.
  DQ(Width.JOINTS),
  /// The torques that the arm was given, N m.
  TORQUE(Width.JOINTS),
  /// The torques that it took last before, N m.
  LAST_TORQUE(Width.JOINTS),
  /// Where the flange is, m.
  POSITION(Width.POSITION),
  /// The controller's own numbers.
  EXTRAS(Width.EXTRAS);

  private enum Width {
    ONE,
    JOINTS,
    POSITION,
    EXTRAS
  }

  private final Width width;

  CycleField(Width width) {
    this.width = width;
  }

  /// Returns what it is called in files, as the ring's column is: `last_torque`.
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns all.
  public static Set<CycleField> all() {
    return EnumSet.allOf(CycleField.class);
  }

  /// Returns that of a name.
  ///
  /// @param title such as `last_torque`
  /// @throws IllegalArgumentException if there is none; names all
  public static CycleField of(String title) {
    return Arrays.stream(values())
        .filter(field -> field.title().equals(title))
        .findAny()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is no field of a cycle: expected one of %s"
                    .formatted(
                        title,
                        Arrays.stream(values())
                            .map(CycleField::title)
                            .collect(Collectors.joining(", ")))));
  }

  /// How many numbers it has.
  int width(int joints, int extras) {
    return switch (width) {
      case ONE -> 1;
      case JOINTS -> joints;
      case POSITION -> 3;
      case EXTRAS -> extras;
    };
  }

  /// Returns the integer that it is in a row.
  long whole(CycleRow row) {
    return switch (this) {
      case CYCLE -> row.cycle;
      case DEADLINE -> row.deadline;
      case WOKE -> row.woke;
      case READ -> row.read;
      case COMPUTED -> row.computed;
      case WRITTEN -> row.written;
      case FLAGS -> row.flags;
      case MISSED -> row.missed;
      case PERMIT -> row.permit;
      case REFLEXES -> row.reflexes;
      case LAW -> row.law;
      case Q, DQ, TORQUE, LAST_TORQUE, POSITION, EXTRAS ->
          throw new AssertionError("a bug of Terrarium: " + this + " is no integer");
    };
  }

  /// Returns the doubles that it is in a row; the row's own.
  double[] doubles(CycleRow row) {
    return switch (this) {
      case Q -> row.q;
      case DQ -> row.dq;
      case TORQUE -> row.torque;
      case LAST_TORQUE -> row.lastTorque;
      case POSITION -> row.position;
      case EXTRAS -> row.extras;
      case CYCLE, DEADLINE, WOKE, READ, COMPUTED, WRITTEN, FLAGS, MISSED, PERMIT, REFLEXES, LAW ->
          throw new AssertionError("a bug of Terrarium: " + this + " is an integer");
    };
  }

  /// Whether it is an integer, and not a list of doubles.
  boolean isWhole() {
    return width == Width.ONE;
  }
}
