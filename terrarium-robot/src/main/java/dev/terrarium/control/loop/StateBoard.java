package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmState;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The newest state of a loop, for any number of readers, in this process or in others.
///
/// The loop writes it in every cycle and never waits. A reader copies it whole, or is told that
/// nothing could be copied; what he copies is of one cycle. Any thread may read, each into room of
/// its own. Memory is `docs/reference/state-board.md`'s.
public final class StateBoard {
  private static final String MAGIC = "TERRBORD";

  /// So often a reader tries who finds a row in the middle of being written. A loop is far from so
  /// fast; one that was killed in the middle leaves a row that is never whole.
  private static final int TRIES = 1_000;

  private final Table table;

  private StateBoard(Table table) {
    this.table = table;
  }

  /// Makes one.
  ///
  /// @param file where other processes find it
  static StateBoard create(int joints, int extras, Optional<Path> file) {
    return new StateBoard(
        Table.create(new Table.Shape(MAGIC, Layout.ofBoard(joints, extras), 1), file));
  }

  /// Opens the one of a loop in another process, to read it.
  ///
  /// @throws IllegalArgumentException if the file is none; says what was expected
  public static StateBoard open(Path file) {
    return new StateBoard(Table.open(file, MAGIC, Layout::ofBoard));
  }

  /// Returns how many joints its arm has.
  public int joints() {
    return table.layout().joints();
  }

  /// Returns how many numbers of its own its controller tells.
  public int extras() {
    return table.layout().extras();
  }

  /// Makes room for what it tells.
  public BoardState room() {
    return new BoardState(joints(), extras());
  }

  /// Returns how often it has been written.
  public long written() {
    return table.written();
  }

  /// Copies the newest state.
  ///
  /// @param into is written whole if this returns true; otherwise what it holds is worth nothing
  /// @return false if there is none yet, or none could be copied whole
  public boolean read(BoardState into) {
    requireRoom(into.arm, into.extras.length);
    return read(into, into.arm);
  }

  /// Copies how the arm stands in the newest state.
  ///
  /// @see #read(BoardState)
  public boolean read(ArmState into) {
    requireRoom(into, extras());
    return read(null, into);
  }

  private boolean read(@Nullable BoardState loop, ArmState arm) {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      long newest = table.written() - 1;
      if (newest < 0) {
        return false;
      }
      if (table.isThere(newest)) {
        long row = table.place(newest);
        if (loop != null) {
          copyLoop(row, loop);
        }
        copyArm(row, arm);
        if (table.wasThere(newest)) {
          return true;
        }
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private void requireRoom(ArmState into, int extras) {
    if (into.joints != joints() || extras != extras()) {
      throw new IllegalArgumentException(
          "the board tells of %d joints and %d extras, and the room is for %d and %d; ask room() for one"
              .formatted(joints(), extras(), into.joints, extras));
    }
  }

  private void copyLoop(long row, BoardState into) {
    into.cycle = table.getLong(row, BoardColumn.CYCLE);
    into.deadline = table.getLong(row, BoardColumn.DEADLINE);
    into.woke = table.getLong(row, BoardColumn.WOKE);
    into.written = table.getLong(row, BoardColumn.WRITTEN);
    into.phase = table.getLong(row, BoardColumn.PHASE);
    into.law = table.getLong(row, BoardColumn.LAW);
    into.flags = table.getLong(row, BoardColumn.FLAGS);
    into.permit = table.getLong(row, BoardColumn.PERMIT);
    into.cycles = table.getLong(row, BoardColumn.CYCLES);
    into.missed = table.getLong(row, BoardColumn.MISSED);
    into.slow = table.getLong(row, BoardColumn.SLOW);
    table.getDoubles(row, BoardColumn.TORQUE, into.torque);
    table.getDoubles(row, BoardColumn.EXTRAS, into.extras);
  }

  private void copyArm(long row, ArmState into) {
    into.nanoTime = table.getLong(row, BoardColumn.NANO_TIME);
    into.reflexes = table.getLong(row, BoardColumn.REFLEXES);
    into.successRate = table.getDouble(row, BoardColumn.SUCCESS_RATE);
    table.getDoubles(row, BoardColumn.Q, into.q);
    table.getDoubles(row, BoardColumn.DQ, into.dq);
    table.getDoubles(row, BoardColumn.LAST_TORQUE, into.lastTorque);
    table.getDoubles(row, BoardColumn.EE, into.ee);
    table.getDoubles(row, BoardColumn.JACOBIAN, into.jacobian);
    table.getDoubles(row, BoardColumn.MASS, into.mass);
    table.getDoubles(row, BoardColumn.GRAVITY, into.gravity);
    table.getDoubles(row, BoardColumn.CORIOLIS, into.coriolis);
  }

  /// Publishes a state; the loop's thread alone does.
  void publish(CycleRow cycle, ArmState arm, Tally tally) {
    long row = table.begin();
    table.setLong(row, BoardColumn.CYCLE, cycle.cycle);
    table.setLong(row, BoardColumn.DEADLINE, cycle.deadline);
    table.setLong(row, BoardColumn.WOKE, cycle.woke);
    table.setLong(row, BoardColumn.WRITTEN, cycle.written);
    table.setLong(row, BoardColumn.PHASE, tally.phase);
    table.setLong(row, BoardColumn.LAW, cycle.law);
    table.setLong(row, BoardColumn.FLAGS, cycle.flags);
    table.setLong(row, BoardColumn.PERMIT, cycle.permit);
    table.setLong(row, BoardColumn.CYCLES, tally.cycles);
    table.setLong(row, BoardColumn.MISSED, tally.missed);
    table.setLong(row, BoardColumn.SLOW, tally.slow);
    table.setDoubles(row, BoardColumn.TORQUE, cycle.torque);
    table.setDoubles(row, BoardColumn.EXTRAS, cycle.extras);
    publish(row, arm);
    table.commit();
  }

  private void publish(long row, ArmState arm) {
    table.setLong(row, BoardColumn.NANO_TIME, arm.nanoTime);
    table.setLong(row, BoardColumn.REFLEXES, arm.reflexes);
    table.setDouble(row, BoardColumn.SUCCESS_RATE, 0, arm.successRate);
    table.setDoubles(row, BoardColumn.Q, arm.q);
    table.setDoubles(row, BoardColumn.DQ, arm.dq);
    table.setDoubles(row, BoardColumn.LAST_TORQUE, arm.lastTorque);
    table.setDoubles(row, BoardColumn.EE, arm.ee);
    table.setDoubles(row, BoardColumn.JACOBIAN, arm.jacobian);
    table.setDoubles(row, BoardColumn.MASS, arm.mass);
    table.setDoubles(row, BoardColumn.GRAVITY, arm.gravity);
    table.setDoubles(row, BoardColumn.CORIOLIS, arm.coriolis);
  }
}
