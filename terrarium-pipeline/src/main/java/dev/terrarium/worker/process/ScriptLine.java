package dev.terrarium.worker.process;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// What is said between this JVM and a process of scripts. Safe to use from any thread.
///
/// One thread at a time reads. Whoever reads what takes time to see to, a result or a question, has
/// another thread read on, and sees to it itself: so nothing that a caller does holds up the rest,
/// and nothing is handed over on the way to it.
final class ScriptLine {
  private final Process process;
  private final Selector selector;
  private final SelectionKey key;
  private final Line line;
  private final Line side;
  private final Executor threads;
  private final Hearer hearer;
  private final Logs logs;
  private List<Slot> shared = List.of();

  /// Where what the process says goes to.
  interface Hearer {
    /// Takes what is said on the way; soon done.
    void told(Frame frame, Logs logs) throws IOException, WireException;

    /// Takes a result or a question, with the memory that its value lies in.
    ///
    /// @return what sees to it, which may take its time
    Runnable taken(Frame frame) throws WireException;

    /// Returns the memory that the value that comes next lies in.
    List<Slot> shared(Frame frame) throws WireException;

    /// Nothing is read any more.
    ///
    /// @param nonsense what could not be understood; null where the process has ended
    void over(@Nullable WireException nonsense);
  }

  ScriptLine(Ends ends, Executor threads, Hearer hearer) throws IOException {
    this.process = ends.process();
    this.selector = ends.selector();
    this.line = new Line(ends.line());
    this.side = new Line(ends.side());
    this.key = ends.line().register(selector, SelectionKey.OP_READ);
    this.threads = threads;
    this.hearer = hearer;
    this.logs = new Logs(side);
    var _ = process.onExit().thenRun(selector::wakeup);
  }

  /// Begins to read.
  void start() {
    threads.execute(this::read);
  }

  private void read() {
    try {
      while (true) {
        var frame = whole(next());
        if (frame.isAnswer() && frame.kind() != Frame.READY) {
          var work = hearer.taken(frame);
          threads.execute(this::read);
          work.run();
          return;
        }
        hear(frame);
      }
    } catch (WireException e) {
      hearer.over(e);
    } catch (OutOfMemoryError e) {
      hearer.over(new WireException("it gave more than there is room for in the Java heap"));
    } catch (IOException | RejectedExecutionException | IllegalStateException e) {
      hearer.over(null); // It has ended, and somebody else may have noticed that before.
    }
  }

  private void hear(Frame frame) throws IOException, WireException {
    if (frame.kind() == Frame.SHARED) {
      shared = hearer.shared(frame);
    } else {
      hearer.told(frame, logs);
    }
  }

  private Frame whole(Frame frame) {
    if (!frame.isAnswer() || shared.isEmpty()) {
      return frame;
    }
    var whole = frame.with(shared);
    shared = List.of();
    return whole;
  }

  /// Waits for a frame.
  ///
  /// @throws IOException if none will come any more
  private Frame next() throws IOException, WireException {
    while (true) {
      var _ = Thread.interrupted(); // it was meant for what this thread did before
      boolean isAlive = process.isAlive(); // before the last look for what it has said
      var frame = line.poll();
      if (frame != null) {
        return frame;
      }
      if (!isAlive) {
        throw new EOFException("the process has ended");
      }
      select();
    }
  }

  private void select() throws IOException {
    int wanted;
    synchronized (line) {
      flush();
      wanted = SelectionKey.OP_READ | (line.isFlushed() ? 0 : SelectionKey.OP_WRITE);
    }
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
    logs.look();
    selector.select(_ -> {}, logs.millis(Worker.FOREVER));
  }

  private void flush() {
    try {
      line.flush();
    } catch (IOException e) {
      // What it has said before is still to be read, in its order.
    }
  }

  /// Sends something, or as much as goes now; the rest follows.
  void send(int kind, int number, byte[] payload) {
    boolean isFlushed;
    synchronized (line) {
      try {
        line.send(kind, number, payload, payload.length);
      } catch (IOException e) {
        // It has ended, which is heard where its words are read.
      }
      isFlushed = line.isFlushed();
    }
    if (!isFlushed) {
      selector.wakeup();
    }
  }

  /// Says something on the side; false if what was said before has not all gone yet, and this has
  /// not either.
  boolean say(int kind, int number) {
    synchronized (side) {
      try {
        side.flush();
        if (!side.isFlushed()) {
          return false;
        }
        side.send(kind, number);
      } catch (IOException e) {
        // As above.
      }
      return true;
    }
  }

  /// Says something on the side that must arrive.
  void insist(int kind, int number) {
    synchronized (side) {
      try {
        side.send(kind, number);
      } catch (IOException e) {
        // As above.
      }
    }
  }

  void close() {
    try (selector;
        line;
        side) {
      selector.wakeup();
    } catch (IOException e) {
      // It is gone, and so is what could not be closed.
    }
  }
}
