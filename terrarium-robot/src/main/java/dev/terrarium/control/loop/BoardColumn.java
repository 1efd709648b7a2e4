package dev.terrarium.control.loop;

/// What a board tells, in this order; [BoardState] says what each is.
enum BoardColumn implements Column {
  BEFORE(Extent.LONG),
  CYCLE(Extent.LONG),
  DEADLINE(Extent.LONG),
  WOKE(Extent.LONG),
  WRITTEN(Extent.LONG),
  PHASE(Extent.LONG),
  LAW(Extent.LONG),
  FLAGS(Extent.LONG),
  PERMIT(Extent.LONG),
  CYCLES(Extent.LONG),
  MISSED(Extent.LONG),
  SLOW(Extent.LONG),
  NANO_TIME(Extent.LONG),
  REFLEXES(Extent.LONG),
  SUCCESS_RATE(Extent.DOUBLE),
  Q(Extent.JOINTS),
  DQ(Extent.JOINTS),
  LAST_TORQUE(Extent.JOINTS),
  TORQUE(Extent.JOINTS),
  EE(Extent.POSE),
  JACOBIAN(Extent.JACOBIAN),
  MASS(Extent.SQUARE),
  GRAVITY(Extent.JOINTS),
  CORIOLIS(Extent.JOINTS),
  EXTRAS(Extent.EXTRAS),
  AFTER(Extent.LONG);

  private final Extent extent;

  BoardColumn(Extent extent) {
    this.extent = extent;
  }

  @Override
  public Extent extent() {
    return extent;
  }
}
