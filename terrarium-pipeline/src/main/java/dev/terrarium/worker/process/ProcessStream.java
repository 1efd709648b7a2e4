package dev.terrarium.worker.process;

import dev.terrarium.pipeline.ItemStream;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.StreamNode;
import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.worker.Look;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Python node at work in a process of its own, which sees the whole stream.
record ProcessStream(Seat seat) implements StreamNode {
  @Override
  public void open() throws Exception {
    seat.open();
  }

  @Override
  public void stream(Iterator<@Nullable Object> items, Outlet out) throws Exception {
    try (var supply = new Supply(items)) {
      var answer = next(seat.begin(Frame.STREAM), supply);
      while (answer.kind() != Frame.DONE) {
        try (var value = new ProcessValue(answer)) {
          out.emit(value);
        }
        if (answer.kind() == Frame.LAST) {
          return;
        }
        answer = next(seat.begin(Frame.NEXT), supply);
      }
    }
  }

  /// Waits for the next output, and gives the node the items that it asks for meanwhile.
  private Frame next(Seat.Asked asked, Supply supply) throws Exception {
    while (true) {
      if (supply.isAsked() && supply.isThere(seat::wake)) {
        if (supply.hasNext()) {
          seat.give(asked, supply.next());
        } else {
          seat.giveNoMore(asked);
        }
      }
      var answer = seat.answer(asked, Worker.FOREVER, supply::hasArrived);
      if (answer != null && answer.kind() == Frame.TAKE) {
        supply.ask();
      } else if (answer != null) {
        return answer;
      }
    }
  }

  @Override
  public List<WorkerReport> workers() {
    return List.of(seat.report());
  }

  @Override
  public void close() throws Exception {
    seat.close();
  }

  /// The items, of which the next is looked for on a thread of its own where that may take a while.
  private static final class Supply implements AutoCloseable {
    private final Iterator<@Nullable Object> items;
    private boolean isAsked;
    private @Nullable Look look;

    Supply(Iterator<@Nullable Object> items) {
      this.items = items;
    }

    void ask() {
      isAsked = true;
    }

    boolean isAsked() {
      return isAsked;
    }

    /// Whether it is known that there is an item, or that there is none; begins to look if not.
    boolean isThere(Runnable wake) {
      if (look == null && items instanceof ItemStream stream && stream.isReady()) {
        return true;
      }
      if (look == null) {
        look = Look.begin(items);
        var _ = look.over().thenRun(wake);
      }
      return look.isOver();
    }

    /// Whether what was looked for has come.
    boolean hasArrived() {
      return isAsked && look != null && look.isOver();
    }

    boolean hasNext() {
      isAsked = false;
      var looked = look;
      look = null;
      return looked == null ? items.hasNext() : looked.answer();
    }

    @Nullable Object next() {
      return items.next();
    }

    @Override
    public void close() {
      if (look != null) {
        look.stop();
      }
    }
  }
}
