package dev.terrarium.worker.process;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.worker.HeapTrim;
import dev.terrarium.worker.WorkerCrashedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A worker process, and the two lines to it: one for requests and their answers, in order, and one
/// on the side, by which a request is interrupted.
///
/// The process dies when this JVM does, however that ends: its standard input is a pipe of which
/// the JVM holds the other end. One thread at a time speaks with it; any may interrupt or kill.
final class Worker {
  static final long FOREVER = Long.MAX_VALUE;

  /// From how many bytes on that wait to be written to it no further item is begun for it.
  private static final long MUCH = 1 << 24;

  private static final Duration ROOM = Duration.ofMillis(100);
  private static final long LAST_WORDS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Launch launch;
  private final Process process;
  private final LastLines err;
  private final Selector selector;
  private final Line line;
  private final Line side;
  private final SelectionKey key;
  private final Logs logs;
  private final SpinPolicy policy = new SpinPolicy(Runtime.getRuntime().availableProcessors());
  private Owner owner;
  private final Slots slots = new Slots();
  private final Parcels parcels =
      new Parcels(slots, this::room, names -> tell(Frame.RENAMED, 0, PickleWriter.write(names)));
  private final Deque<Frame> early = new ArrayDeque<>();
  private List<Slot> shared = List.of();
  private int requests;
  private final Set<Integer> unanswered = new TreeSet<>();
  private int forgotten;
  private final ToldState state = new ToldState();
  private boolean isReady;
  private boolean isBroken;
  private boolean isOutOfMemory;
  private boolean isReleased;
  private volatile boolean isGone;

  private Worker(Launch launch, Ends ends, Owner owner) throws IOException {
    this.launch = launch;
    this.process = ends.process();
    this.err = ends.err();
    this.owner = owner;
    this.selector = ends.selector();
    this.line = new Line(ends.line());
    this.side = new Line(ends.side());
    this.key = ends.line().register(selector, SelectionKey.OP_READ);
    this.logs = new Logs(side);
    var _ = process.onExit().thenRun(selector::wakeup);
  }

  /// Starts a process and waits until it is ready.
  ///
  /// @param owner whom it is started for
  static Worker start(Launch launch, Owner owner)
      throws IOException, InterruptedException, WorkerCrashedException {
    var worker = new Worker(launch, Ends.open(launch, new Launch.Purpose.Nodes(), owner), owner);
    worker.awaitReady();
    return worker;
  }

  private void awaitReady() throws InterruptedException, WorkerCrashedException {
    try {
      var ready = await(0, System.nanoTime() + launch.patience().toNanos());
      if (ready == null) {
        throw Ends.neverStarted(launch, process, err, owner);
      }
      if (ready.kind() != Frame.READY) {
        throw nonsense(new WireException("it did not say that it is ready"));
      }
      isReady = true;
    } catch (WorkerCrashedException e) {
      throw e.status() < 0 ? e : Ends.neverStarted(launch, process, err, owner);
    } finally {
      if (!isReady) {
        release();
      }
    }
  }

  /// Gives it to a node.
  void serve(Owner owner) {
    this.owner = owner;
    state.forget();
    slots.serve();
  }

  long pid() {
    return process.pid();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /// Whether it can be asked for something.
  boolean isThere() {
    return !isGone && process.isAlive();
  }

  /// Returns what its node has told last of its state; null if there is none.
  ///
  /// @param before what was told before it had the node
  byte @Nullable [] state(byte @Nullable [] before) {
    return state.or(before);
  }

  /// Whether it was its node's telling of the state that an interrupt has ended.
  boolean wasCutTellingItsState() {
    return state.wasCut(owner);
  }

  /// Whether it takes requests; answers to earlier ones may still be there when it does not.
  boolean takesRequests() {
    return isThere() && !isBroken;
  }

  /// Whether more waits to be written to it than it takes in a moment.
  boolean isBehind() {
    return !line.isFlushed() && line.unwritten() >= MUCH;
  }

  /// Sends a request, and returns its number. Who waits for the answer learns that it has ended.
  int send(int kind, byte[] payload) {
    int request = ++requests;
    slots.tick();
    logs.look();
    unanswered.add(request);
    tell(kind, request, payload);
    return request;
  }

  /// Sends something that belongs to a request.
  void tell(int kind, int request, byte[] payload) {
    try {
      line.send(policy.spins() ? kind | Frame.SPIN : kind, request, payload, payload.length);
    } catch (IOException e) {
      isBroken = true; // What it has said before is still to be read, in its order.
    }
  }

  /// Waits for the answer to a request; null when time is up.
  ///
  /// @param deadline in nanoseconds of the system's clock
  @Nullable Frame await(int request, long deadline)
      throws InterruptedException, WorkerCrashedException {
    return await(request, deadline, () -> false);
  }

  /// Waits for the answer to a request; null when time is up, or something else has happened.
  ///
  /// @param else_ tells of what else is waited for; who makes it happen calls [#wake]
  @Nullable Frame await(int request, long deadline, BooleanSupplier else_)
      throws InterruptedException, WorkerCrashedException {
    long lastWords = FOREVER;
    policy.begin(System.nanoTime());
    try {
      while (true) {
        var frame = frame(deadline, else_);
        if (frame == null) {
          return null;
        }
        if (!frame.isAnswer()) {
          told(frame);
          if (isOver(deadline)) { // It may say one thing after the other, and never be silent.
            return null;
          }
          lastWords =
              process.isAlive() ? FOREVER : Math.min(lastWords, System.nanoTime() + LAST_WORDS);
          if (isOver(lastWords)) {
            throw crashed(); // What still speaks is a child that it has left its line to.
          }
        } else if (isAnswerTo(request, frame)) {
          policy.end(System.nanoTime());
          return frame;
        }
      }
    } catch (WireException e) {
      throw nonsense(e);
    } catch (EOFException e) {
      throw crashed();
    } catch (IOException e) {
      throw crashed("cannot be reached (" + e + "), and was killed");
    }
  }

  /// Waits for a frame; null when time is up, or something else has happened.
  private @Nullable Frame frame(long deadline, BooleanSupplier else_)
      throws IOException, InterruptedException, WireException, WorkerCrashedException {
    var frame = early.isEmpty() ? soon(else_) : early.removeFirst();
    while (frame == null) {
      if (else_.getAsBoolean()) {
        return null;
      }
      boolean isAlive = process.isAlive(); // before the last look for what it has said
      boolean goesOn = isAlive && select(deadline);
      frame = whole(line.poll());
      if (frame == null && !isAlive) {
        throw crashed();
      }
      if (frame == null && !goesOn) {
        return null;
      }
    }
    return frame;
  }

  /// Whether it has ended before it took a request, of which nothing was begun then.
  boolean neverTook(int request) {
    return request == requests && !isOutOfMemory && (isBroken || line.wasReset());
  }

  /// Whether a frame answers a request; drops those that nobody waits for any more.
  private boolean isAnswerTo(int request, Frame frame) throws WireException {
    if (frame.request() == request) {
      if (frame.kind() == Frame.READY && isReady) {
        throw new WireException("it said again that it is ready");
      }
      if (frame.kind() != Frame.TAKE) {
        unanswered.remove(request);
      }
      return true;
    }
    if (frame.request() <= 0 || frame.request() > forgotten) {
      throw new WireException(
          "it answered request %d instead of %d".formatted(frame.request(), request));
    }
    frame.drop();
    return false;
  }

  /// Whether a time has come; it is also looked whether the thread was interrupted.
  private static boolean isOver(long deadline) throws InterruptedException {
    requireNoInterrupt();
    return deadline != FOREVER && deadline - System.nanoTime() <= 0;
  }

  private static void requireNoInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while a worker process was at work");
    }
  }

  /// Lets answers pass to requests that were made until now, and are not waited for.
  void forgetAll() {
    forgotten = requests;
    unanswered.clear();
  }

  /// Asks it to stop all that it was asked for, and has not answered.
  void interruptAll() {
    unanswered.forEach(this::interrupt);
  }

  /// Reads a frame that is there, or that comes in the moment for which this thread spins.
  private @Nullable Frame soon(BooleanSupplier else_) throws IOException, WireException {
    var frame = line.next();
    while (frame == null && line.isFlushed() && policy.spinsOn() && !else_.getAsBoolean()) {
      frame = line.poll();
    }
    return whole(frame);
  }

  /// Returns a frame with the memory that was told of before it.
  private @Nullable Frame whole(@Nullable Frame frame) {
    if (frame == null || !frame.isAnswer() || shared.isEmpty()) {
      return frame;
    }
    var whole = frame.with(shared);
    shared = List.of();
    return whole;
  }

  /// Returns an item as the worker takes it.
  ///
  /// @throws dev.terrarium.message.ConversionFault if it has no counterpart there
  byte[] encode(@Nullable Object item) {
    try {
      byte[] pickle = parcels.pack(item);
      HeapTrim.comes(pickle.length);
      return pickle;
    } catch (ConversionFault fault) {
      throw fault.in("the item for its worker process");
    }
  }

  /// Returns memory for the worker to find an array in; null where there is none.
  private @Nullable Slot room(long size) {
    try {
      var free = slots.free(size);
      int refusals = slots.refusals();
      if (free.isEmpty() && !slots.isRefused() && isThere()) {
        synchronized (side) {
          side.send(Frame.ROOM, Slots.blocks(size));
        }
        long end = System.nanoTime() + ROOM.toNanos();
        while (free.isEmpty()
            && slots.refusals() == refusals
            && System.nanoTime() < end
            && isThere()) {
          var frame = whole(line.poll());
          if (frame == null) {
            selector.select(_ -> {}, 1);
          } else if (frame.isAnswer()) {
            early.addLast(frame);
          } else {
            told(frame);
          }
          free = slots.free(size);
        }
      }
      free.ifPresent(slots::lend);
      return free.orElse(null);
    } catch (IOException | WireException e) {
      return null; // Told by the request that follows.
    }
  }

  /// Ends a wait for something else.
  void wake() {
    selector.wakeup();
  }

  /// Waits until there is something to read, or to write; false when time is up.
  private boolean select(long deadline) throws IOException, InterruptedException {
    long left = deadline == FOREVER ? FOREVER : deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    logs.look();
    int wanted = SelectionKey.OP_READ | (line.isFlushed() ? 0 : SelectionKey.OP_WRITE);
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
    selector.select(_ -> {}, logs.millis(left));
    requireNoInterrupt();
    try {
      line.flush();
    } catch (IOException e) {
      isBroken = true; // What it has said before is still to be read, in its order.
    }
    return true;
  }

  /// Hears what it tells beside its answers.
  private void told(Frame frame) throws IOException, WireException {
    switch (frame.kind()) {
      case Frame.PRINTED -> {
        var printed = Told.printed(frame.payload());
        (printed.isError() ? launch.stderr() : launch.stdout()).accept(printed.text());
      }
      case Frame.LOGGED -> logs.log(frame.payload());
      case Frame.STATE -> state.tell(frame.payload());
      case Frame.STATELESS -> state.cannotTell(owner, frame.payload());
      case Frame.SLOT -> slots.add(process.pid(), Told.made(frame.payload()), this::released);
      case Frame.SHARED -> {
        shared = slots.get(Told.fields(frame.payload()));
        shared.forEach(Slot::use);
      }
      case Frame.IMPORTED -> launch.imported(Told.imported(frame.payload()));
      case Frame.FREED -> slots.get(Told.fields(frame.payload())).forEach(Slot::takeBack);
      default -> throw new WireException("it tells what was not asked for");
    }
  }

  /// Tells the worker that it can use memory of its own again; from any thread.
  private void released(int slot) {
    synchronized (side) {
      try {
        side.send(Frame.RELEASED, slot);
      } catch (IOException e) {
        // It is gone, and its memory with it.
      }
    }
  }

  /// Asks it to stop what it does for a request; from any thread.
  void interrupt(int request) {
    synchronized (side) {
      try {
        side.send(Frame.INTERRUPT, request);
      } catch (IOException e) {
        kill(); // It does not listen any more.
      }
    }
  }

  /// Ends it at once; from any thread.
  void kill() {
    isGone = true;
    process.toHandle().destroyForcibly(); // Its own `destroy` closes what it wrote, unread.
  }

  /// It is given back: what it shares and nobody uses is let go.
  void rest() {
    slots.rest();
  }

  /// Says that it has ended, and how.
  WorkerCrashedException crashed() throws InterruptedException {
    return crashed("closed its line without ending, and was killed");
  }

  /// @param otherwise what to say if it has not ended
  private WorkerCrashedException crashed(String otherwise) throws InterruptedException {
    isGone = true;
    boolean hasEnded = Group.hasEnded(process);
    int status = hasEnded ? process.exitValue() : -1;
    isOutOfMemory =
        Endings.isOfMemory(status); // what came could not be taken, and would not next time
    release();
    var lastLines = lastLines();
    var how = hasEnded ? Endings.words(status, launch.limits(), lastLines) : otherwise;
    return new WorkerCrashedException(owner.node(), status, owner.subject() + " " + how, lastLines);
  }

  /// Says that it cannot be understood; it is killed.
  WorkerCrashedException nonsense(WireException what) throws InterruptedException {
    release();
    return new WorkerCrashedException(
        owner.node(),
        -1,
        "%s was killed, since it cannot be understood: %s"
            .formatted(owner.subject(), what.getMessage()),
        lastLines());
  }

  /// Returns what it wrote last, when it was released; nobody reads what its children write then.
  private String lastLines() throws InterruptedException {
    try {
      return err.text();
    } finally {
      process.destroyForcibly();
    }
  }

  /// Kills it, if it lives, with what it has started, and closes the lines.
  void release() {
    if (isReleased) {
      return;
    }
    isReleased = true;
    try (selector;
        line;
        side) {
      process.getOutputStream().close(); // which ends its whole group, if it is there and can
    } catch (IOException e) {
      // It is gone, and so is what could not be closed.
    }
    kill();
    slots.retire();
    Group.end(process);
  }

  /// Asks it to end.
  void end() {
    try {
      line.send(Frame.EXIT, 0);
    } catch (IOException e) {
      kill();
    }
  }

  /// Waits until it has ended, and kills it when time is up.
  void awaitEnd(long deadline) throws InterruptedException {
    boolean hasEnded =
        process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    release();
    if (!hasEnded) {
      process.waitFor();
    }
  }
}
