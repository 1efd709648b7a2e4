package dev.terrarium.worker.process;

import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.SourceNode;
import dev.terrarium.pipeline.WorkerReport;
import java.util.List;

/// One Python node at work in a process of its own, which makes items of its own.
record ProcessMaker(Seat seat) implements SourceNode {
  @Override
  public void open() throws Exception {
    seat.open();
  }

  @Override
  public void produce(Outlet out) throws Exception {
    Outputs.emit(seat, seat.ask(Frame.PRODUCE, Limit.none()), Limit.none(), out);
  }

  @Override
  public List<WorkerReport> workers() {
    return List.of(seat.report());
  }

  @Override
  public void close() throws Exception {
    seat.close();
  }
}
