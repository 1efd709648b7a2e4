package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Retry;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stands between a node and its items, and decides what becomes of an item that it fails on.
sealed interface Guard {
  /// Lets the node work on an item.
  void process(Node node, @Nullable Object item, Outlet out) throws Exception;

  /// Lets the node emit what is left.
  void flush(Node node, Outlet out) throws Exception;

  /// Chooses the guard that the node's conduct asks for.
  static Guard of(Stage stage, Conduct conduct, NodeType type, DeadLetters failed) {
    boolean isPlain =
        conduct.onError() instanceof ErrorPolicy.Fail
            && conduct.retry().isEmpty()
            && conduct.circuit().isEmpty()
            && timeLimit(conduct, type).isEmpty();
    return isPlain ? new None(stage) : new Policed(stage, conduct, type, failed);
  }

  /// Returns the limit that is kept here: Python keeps its own.
  private static Optional<Duration> timeLimit(Conduct conduct, NodeType type) {
    return conduct.timeout().filter(_ -> type.runtime() == NodeRuntime.JAVA);
  }

  /// Lets what the node throws end the run.
  record None(Stage stage) implements Guard {
    @Override
    public void process(Node node, @Nullable Object item, Outlet out) throws Exception {
      node.process(stage.fit(item), out);
    }

    @Override
    public void flush(Node node, Outlet out) throws Exception {
      node.flush(out);
    }
  }

  /// Notes when the node works on the first items, which takes time itself.
  record Traced(Guard guard, Stage stage, Trace trace) implements Guard {
    @Override
    public void process(Node node, @Nullable Object item, Outlet out) throws Exception {
      long inputItem = stage.progress().inputItem();
      if (!trace.wants(inputItem)) {
        guard.process(node, item, out);
        return;
      }
      long begin = trace.now();
      try {
        guard.process(node, item, out);
      } finally {
        trace.add(stage.id(), inputItem, begin);
      }
    }

    @Override
    public void flush(Node node, Outlet out) throws Exception {
      guard.flush(node, out);
    }
  }

  /// Tries again, spares the node, and leaves out or sends elsewhere what it fails on.
  final class Policed implements Guard {
    private final Stage stage;
    private final ErrorPolicy onError;
    private final Optional<Retry> retry;
    private final Optional<Breaker> breaker;
    private final Optional<TimeLimit> limit;
    private final DeadLetters failed;

    private Policed(Stage stage, Conduct conduct, NodeType type, DeadLetters failed) {
      this.stage = stage;
      this.onError = conduct.onError();
      this.retry = conduct.retry();
      this.breaker = conduct.circuit().map(circuit -> new Breaker(circuit, stage.progress()));
      this.limit = timeLimit(conduct, type).map(TimeLimit::new);
      this.failed = failed;
    }

    @Override
    public void process(Node node, @Nullable Object item, Outlet out) throws Exception {
      Attempts.Work work = limited(to -> node.process(stage.fit(item), to), TimeLimit.ITEM);
      try {
        if (breaker.isPresent()) {
          breaker.get().require();
        }
        if (retry.isPresent()) {
          new Attempts(stage, retry.get()).run(to -> work.run(stage.leaving(to)), out);
        } else {
          work.run(stage.leaving(out));
        }
        breaker.ifPresent(Breaker::succeeded);
      } catch (Halt halt) {
        throw halt;
      } catch (Throwable thrown) {
        decide(thrown, item, out);
      }
    }

    /// Asks a node for what it holds also when it is spared, and ends the run for what it throws
    /// only where an item would: nothing is an item's failure any more.
    @Override
    public void flush(Node node, Outlet out) throws Exception {
      try {
        limited(node::flush, TimeLimit.FLUSH).run(stage.leaving(out));
      } catch (Halt halt) {
        throw halt;
      } catch (Throwable thrown) {
        requirePolicy(thrown);
        if (onError instanceof ErrorPolicy.Fail) {
          throw sneak(thrown);
        }
        var reason = Failure.reason(Ending.error(stage.place(), thrown));
        System.getLogger(Guard.class.getPackageName())
            .log(Level.WARNING, "node " + stage.id() + " was not flushed: " + reason);
      }
    }

    private Attempts.Work limited(Attempts.Work work, String what) {
      return limit.<Attempts.Work>map(known -> to -> known.keep(work, what, to)).orElse(work);
    }

    private void decide(Throwable thrown, @Nullable Object item, Outlet out) throws Exception {
      requirePolicy(thrown);
      var failure = new Failure(Ending.error(stage.place(), thrown), stage.place(), item);
      if (onError instanceof ErrorPolicy.DeadLetter) {
        failed.send(failure); // One that cannot be sent ends the run, and does not count as sent.
      }
      stage.tally().countFailure(failure);
      if (!(thrown instanceof Breaker.CircuitOpenException)
          && breaker.filter(Breaker::failed).isPresent()) {
        stage.tally().countCircuitOpening();
      }
      switch (onError) {
        case ErrorPolicy.Fail _ -> throw sneak(thrown);
        case ErrorPolicy.Skip _, ErrorPolicy.DeadLetter _ -> {}
        case ErrorPolicy.Data _ -> out.emit(failure.asData());
      }
    }

    /// Throws on what no policy is for.
    private void requirePolicy(Throwable thrown) throws Exception {
      stage.progress().checkpoint();
      if (Ending.isInterruption(thrown) || thrown instanceof VirtualMachineError) {
        throw sneak(thrown);
      }
    }

    private static Exception sneak(Throwable thrown) throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }
}
