package dev.terrarium.control.loop;

/// What a ring tells of a cycle, in this order; [CycleRow] says what each is.
enum RingColumn implements Column {
  BEFORE(Extent.LONG),
  CYCLE(Extent.LONG),
  DEADLINE(Extent.LONG),
  WOKE(Extent.LONG),
  READ(Extent.LONG),
  COMPUTED(Extent.LONG),
  WRITTEN(Extent.LONG),
  FLAGS(Extent.LONG),
  MISSED(Extent.LONG),
  PERMIT(Extent.LONG),
  REFLEXES(Extent.LONG),
  LAW(Extent.LONG),
  Q(Extent.JOINTS),
  DQ(Extent.JOINTS),
  TORQUE(Extent.JOINTS),
  LAST_TORQUE(Extent.JOINTS),
  POSITION(Extent.POSITION),
  EXTRAS(Extent.EXTRAS),
  AFTER(Extent.LONG);

  private final Extent extent;

  RingColumn(Extent extent) {
    this.extent = extent;
  }

  @Override
  public Extent extent() {
    return extent;
  }
}
