package dev.terrarium.worker.process;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.WorkerReport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Python node at work in processes of its own, which takes item by item.
///
/// With several processes each has an instance of the node. Items are spread over them, also before
/// their turn; outputs leave in the order of the items.
final class ProcessNode implements Node {
  /// How many items a process is given at most, the one at work included.
  private static final int DEPTH = 8;

  private final List<Seat> seats;
  private final Limit limit;
  private final Arrivals arrivals;
  private final int depth;

  /// Whose answer is waited for, or was last.
  private volatile @Nullable Seat awaited;

  private final Deque<Ahead> begun = new ArrayDeque<>();
  private int turn;

  ProcessNode(List<Seat> seats, Arrivals arrivals, Limit limit) {
    this.seats = List.copyOf(seats);
    this.arrivals = arrivals;
    this.limit = limit;
    this.depth = limit.isNone() ? DEPTH : 1; // Who waits behind another has no time of its own.
  }

  /// An item that was begun before its turn, and that may have to be begun again: a process does
  /// nothing more of what it was given before it failed.
  private static final class Ahead {
    private final @Nullable Object item;
    private final Seat seat;
    private Seat.Asked asked;

    Ahead(@Nullable Object item, Seat seat, Seat.Asked asked) {
      this.item = item;
      this.seat = seat;
      this.asked = asked;
    }

    boolean isUnderWay() {
      return seat.isUnderWay(asked);
    }

    void beginAgain() {
      var again = isUnderWay() ? null : seat.ahead(item);
      asked = again == null ? asked : again;
    }
  }

  List<Seat> seats() {
    return seats;
  }

  /// Whether it has begun with items before their turn.
  boolean isAhead() {
    return !begun.isEmpty();
  }

  @Override
  public void open() throws Exception {
    Opening.of(seats);
  }

  @Override
  public boolean ahead(@Nullable Object item) {
    begun.forEach(Ahead::beginAgain);
    var seat = idlest();
    if (seat.load() >= depth || seat.isBehind()) {
      return false;
    }
    try {
      var asked = seat.ahead(item);
      if (asked == null) {
        turn = seats.indexOf(seat); // The next that is not begun yet has it started again.
        return false;
      }
      begun.addLast(new Ahead(item, seat, asked));
      return true;
    } catch (RuntimeException | OutOfMemoryError unfit) {
      return false; // Told in its turn.
    }
  }

  @Override
  public Runnable lookAheadBy(Runnable look) {
    arrivals.lookBy(look);
    return this::arrived;
  }

  private void arrived() {
    arrivals.note();
    var seat = awaited;
    if (seat != null) {
      seat.wake();
    }
  }

  private Seat idlest() {
    var idlest = seats.get(turn);
    for (int i = 1; i < seats.size(); i++) {
      var seat = seats.get((turn + i) % seats.size());
      if (seat.load() < idlest.load()) {
        idlest = seat;
      }
    }
    turn = (seats.indexOf(idlest) + 1) % seats.size();
    return idlest;
  }

  @Override
  public void process(@Nullable Object item, Outlet out) throws Exception {
    limit.begin("an item");
    var first = begun.peekFirst();
    boolean isBegun = first != null && isSame(first.item, item);
    if (isBegun) { // else a process that has nothing to do takes it
      begun.forEach(Ahead::beginAgain);
    }
    var seat = isBegun ? begun.removeFirst().seat : idlest();
    awaited = seat;
    var answer =
        isBegun && first.isUnderWay()
            ? seat.answerAhead(first.asked, item, limit)
            : seat.process(item, limit);
    Outputs.emit(seat, answer, limit, out);
  }

  @SuppressWarnings("ReferenceEquality") // Equal items are not the same: each has its turn.
  private static boolean isSame(@Nullable Object item, @Nullable Object other) {
    return item == other;
  }

  @Override
  public List<WorkerReport> workers() {
    return seats.stream().map(Seat::report).toList();
  }

  @Override
  public void flush(Outlet out) throws Exception {
    for (var seat : seats) {
      if (seat.holdsSomething()) {
        limit.begin("a flush");
        Outputs.emit(seat, seat.ask(Frame.FLUSH, limit), limit, out);
      }
    }
  }

  @Override
  public void close() throws Exception {
    begun.clear();
    Exception failure = null;
    for (var seat : seats) {
      try {
        seat.close();
      } catch (Exception failed) {
        if (failure == null) {
          failure = failed;
        } else {
          failure.addSuppressed(failed);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
