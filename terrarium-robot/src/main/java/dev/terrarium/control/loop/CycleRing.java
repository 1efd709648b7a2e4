package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The last cycles of a loop, a row for each, for any number of readers, in this process or in
/// others.
///
/// The loop writes a row in every cycle and never waits: whoever reads too slowly is told which
/// rows he has missed. Rows are counted from 0; missed cycles have none. Any thread may read, each
/// into room of its own. Memory is `docs/reference/state-board.md`'s.
///
/// When its loop is closed and has ended, and nobody holds it, its memory is freed: its rows are
/// then as if they had been overwritten.
public final class CycleRing {
  private static final String MAGIC = "TERRRING";

  /// What came of reading a row.
  public enum Copied {
    /// It was copied.
    WHOLE,
    /// The loop has not come so far.
    NOT_YET,
    /// A later row lies where it lay, or the ring's memory was freed.
    OVERWRITTEN
  }

  /// Keeps a ring's rows from being freed until it is closed.
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private final Table table;

  private CycleRing(Table table) {
    this.table = table;
  }

  /// Makes one.
  ///
  /// @param rows how many are kept
  /// @param file where other processes find it
  static CycleRing create(int joints, int extras, int rows, Optional<Path> file) {
    return new CycleRing(
        Table.createHeld(new Table.Shape(MAGIC, Layout.ofRing(joints, extras), rows), file));
  }

  /// Opens the one of a loop in another process, to read it.
  ///
  /// @throws IllegalArgumentException if the file is none; says what was expected
  public static CycleRing open(Path file) {
    return new CycleRing(Table.open(file, MAGIC, Layout::ofRing));
  }

  /// Returns how many joints its arm has.
  public int joints() {
    return table.layout().joints();
  }

  /// Returns how many numbers of its own its controller tells.
  public int extras() {
    return table.layout().extras();
  }

  /// Returns how many rows are kept.
  public int rows() {
    return table.rows();
  }

  /// Makes room for a row.
  public CycleRow room() {
    return new CycleRow(joints(), extras());
  }

  /// Returns how many rows have been written; the newest is one less.
  public long written() {
    return table.written();
  }

  /// Copies a row.
  ///
  /// @param row counted from 0
  /// @param into is written whole if this returns [Copied#WHOLE]; otherwise what it holds is worth
  ///   nothing
  public Copied read(long row, CycleRow into) {
    requireRoom(into);
    if (row < 0) {
      throw new IllegalArgumentException("rows are counted from 0, and there is no " + row);
    }
    if (row >= table.written()) {
      return Copied.NOT_YET;
    }
    if (!table.hold()) {
      return Copied.OVERWRITTEN;
    }
    try {
      if (!table.isThere(row)) {
        return Copied.OVERWRITTEN;
      }
      copy(table.place(row), into);
      return table.wasThere(row) ? Copied.WHOLE : Copied.OVERWRITTEN;
    } finally {
      table.letGo();
    }
  }

  /// Keeps its rows, also after its loop is closed, until what is returned is closed.
  ///
  /// @throws IllegalStateException if they have been freed
  public Hold hold() {
    if (!table.hold()) {
      throw new IllegalStateException(
          "the loop is closed, and its cycles are freed: hold them before it is closed");
    }
    var isHeld = new AtomicBoolean(true);
    return () -> {
      if (isHeld.compareAndSet(true, false)) {
        table.letGo();
      }
    };
  }

  /// Frees its memory as soon as nobody holds it; its loop appends no more.
  void release() {
    table.release();
  }

  /// Returns the newest rows, the oldest of them first; they are the caller's.
  ///
  /// @param most how many at most; fewer if there are fewer, or they are overwritten meanwhile
  public List<CycleRow> last(int most) {
    long end = table.written();
    var last = new ArrayList<CycleRow>();
    for (long row = Math.max(0, end - Math.min(most, rows())); row < end; row++) {
      CycleRow copy = room();
      if (read(row, copy) == Copied.WHOLE) {
        last.add(copy);
      }
    }
    return last;
  }

  private void requireRoom(CycleRow into) {
    if (into.q.length != joints() || into.extras.length != extras()) {
      throw new IllegalArgumentException(
          "the ring tells of %d joints and %d extras, and the room is for %d and %d; ask room() for one"
              .formatted(joints(), extras(), into.q.length, into.extras.length));
    }
  }

  private void copy(long row, CycleRow into) {
    into.cycle = table.getLong(row, RingColumn.CYCLE);
    into.deadline = table.getLong(row, RingColumn.DEADLINE);
    into.woke = table.getLong(row, RingColumn.WOKE);
    into.read = table.getLong(row, RingColumn.READ);
    into.computed = table.getLong(row, RingColumn.COMPUTED);
    into.written = table.getLong(row, RingColumn.WRITTEN);
    into.flags = table.getLong(row, RingColumn.FLAGS);
    into.missed = table.getLong(row, RingColumn.MISSED);
    into.permit = table.getLong(row, RingColumn.PERMIT);
    into.reflexes = table.getLong(row, RingColumn.REFLEXES);
    into.law = table.getLong(row, RingColumn.LAW);
    table.getDoubles(row, RingColumn.Q, into.q);
    table.getDoubles(row, RingColumn.DQ, into.dq);
    table.getDoubles(row, RingColumn.TORQUE, into.torque);
    table.getDoubles(row, RingColumn.LAST_TORQUE, into.lastTorque);
    table.getDoubles(row, RingColumn.POSITION, into.position);
    table.getDoubles(row, RingColumn.EXTRAS, into.extras);
  }

  /// Appends a cycle; the loop's thread alone does. Its torques and extras are the cycle's, its
  /// positions, velocities and last torques the arm's.
  void append(CycleRow cycle, ArmState arm) {
    long row = table.begin();
    table.setLong(row, RingColumn.CYCLE, cycle.cycle);
    table.setLong(row, RingColumn.DEADLINE, cycle.deadline);
    table.setLong(row, RingColumn.WOKE, cycle.woke);
    table.setLong(row, RingColumn.READ, cycle.read);
    table.setLong(row, RingColumn.COMPUTED, cycle.computed);
    table.setLong(row, RingColumn.WRITTEN, cycle.written);
    table.setLong(row, RingColumn.FLAGS, cycle.flags);
    table.setLong(row, RingColumn.MISSED, cycle.missed);
    table.setLong(row, RingColumn.PERMIT, cycle.permit);
    table.setLong(row, RingColumn.REFLEXES, arm.reflexes);
    table.setLong(row, RingColumn.LAW, cycle.law);
    table.setDoubles(row, RingColumn.Q, arm.q);
    table.setDoubles(row, RingColumn.DQ, arm.dq);
    table.setDoubles(row, RingColumn.TORQUE, cycle.torque);
    table.setDoubles(row, RingColumn.LAST_TORQUE, arm.lastTorque);
    for (int axis = 0; axis < 3; axis++) {
      table.setDouble(row, RingColumn.POSITION, axis, arm.ee[4 * axis + 3]);
    }
    table.setDoubles(row, RingColumn.EXTRAS, cycle.extras);
    table.commit();
  }
}
