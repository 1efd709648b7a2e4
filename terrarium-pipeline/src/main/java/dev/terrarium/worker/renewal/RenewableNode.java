package dev.terrarium.worker.renewal;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.WorkerReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Python node that becomes one of newer source between two items.
///
/// The new one is made and initialized before the old one is cleaned up, so that the old one can
/// work on where that fails. What was begun before its turn is ended by the one that began with it.
/// Nothing is flushed; whether state is handed over is the type's matter.
final class RenewableNode implements Node {
  private final Renewals renewals;
  private final NodeContext context;
  private Renewable type;
  private volatile Node node;
  private Renewable tried;
  private int seen;
  private Runnable look = () -> {};
  private volatile Runnable arrived = look;

  RenewableNode(Renewals renewals, NodeContext context, Renewable type) {
    this.renewals = renewals;
    this.context = context;
    this.type = type;
    this.tried = type;
    this.node = type.make(context, null);
  }

  @Override
  public void open() throws Exception {
    node.open();
  }

  @Override
  public void process(@Nullable Object item, Outlet out) throws Exception {
    if (renewals.count() != seen && !type.isAhead(node)) {
      renew();
    }
    node.process(item, out);
  }

  @Override
  public boolean ahead(@Nullable Object item) {
    return renewals.count() == seen && node.ahead(item);
  }

  @Override
  public Runnable lookAheadBy(Runnable look) {
    this.look = look;
    arrived = node.lookAheadBy(look);
    return () -> arrived.run();
  }

  @Override
  public List<WorkerReport> workers() {
    return node.workers();
  }

  @Override
  public void flush(Outlet out) throws Exception {
    node.flush(out);
  }

  @Override
  public void close() throws Exception {
    node.close();
  }

  private void renew() throws Exception {
    seen = renewals.count();
    var newest = renewals.newest(context.id(), type);
    if (newest == null || newest.type().equals(tried)) {
      return;
    }
    tried = newest.type();
    if (wishes(type, newest.type())) {
      renewals.tell(
          "%s changed; whether node %s sees the whole stream or makes its items itself is for the next run"
              .formatted(newest.origin(), context.id()));
      return;
    }
    var made = newest.type().make(context, node);
    try {
      made.open();
    } catch (Exception failed) {
      close(made, failed);
      requireNoInterruption(failed);
      renewals.kept(
          newest.origin() + " changed, but node " + context.id() + " works on as it was", failed);
      return;
    }
    var old = node;
    node = made;
    arrived = made.lookAheadBy(look);
    type = newest.type();
    renewals.tell("node %s was made anew from %s".formatted(context.id(), newest.origin()));
    closeOld(old);
  }

  /// Whether the new one wants to be wired in another way than the old one is.
  private static boolean wishes(Renewable old, Renewable type) {
    return old.isSource() != type.isSource() || old.streams() != type.streams();
  }

  private static void close(Node made, Exception failed) {
    try {
      made.close();
    } catch (Exception alsoFailed) {
      failed.addSuppressed(alsoFailed);
    }
  }

  private void closeOld(Node old) throws Exception {
    try {
      old.close();
    } catch (Exception failed) {
      requireNoInterruption(failed);
      renewals.tell(
          "the cleanup of the node that was %s failed: %s"
              .formatted(context.id(), failed.getMessage()));
    }
  }

  /// Throws on what says that the run is to end.
  private static void requireNoInterruption(Exception failed) throws Exception {
    if (failed instanceof InterruptedException
        || failed.getCause() instanceof InterruptedException
        || Thread.currentThread().isInterrupted()) {
      throw failed;
    }
  }
}
