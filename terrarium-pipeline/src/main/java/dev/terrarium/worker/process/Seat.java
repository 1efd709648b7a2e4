package dev.terrarium.worker.process;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.worker.RaisedApartException;
import dev.terrarium.worker.WorkerCrashedException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One instance of a node of one run, in a worker process that is replaced when it ends.
///
/// One thread at a time uses it, as a node. What is asked for with [Frame#AHEAD] is answered one
/// after the other, and not at all after one that fails.
final class Seat {
  private static final byte[] NONE = {};

  private final Stable stable;
  private final Sought type;
  private final NodeContext context;
  private final Owner owner;
  private final Figures figures;
  private final Arrivals arrivals;
  private final Restarts restarts;
  private final Occupancy occupancy;
  private boolean isOpened;
  private boolean canFlush;

  Seat(Stable stable, Sought type, NodeContext context, Handover before, Arrivals arrivals) {
    this.stable = stable;
    this.type = type;
    this.context = context;
    this.owner = before.owner();
    this.figures = before.figures();
    this.restarts = new Restarts(owner, figures);
    this.occupancy = new Occupancy(stable, owner, figures, restarts, before.state());
    this.arrivals = arrivals;
  }

  /// A request under way, as long as the era lasts that it was made in.
  ///
  /// @param begin when it was made
  record Asked(int request, int era, long begin) {}

  Owner owner() {
    return owner;
  }

  /// Returns how its process is, and what it did; from any thread.
  WorkerReport report() {
    return figures.report();
  }

  /// Returns what one of newer source goes on with.
  Handover handover() {
    return new Handover(owner, figures.goOn(), occupancy.state());
  }

  /// Has the node made and initialized.
  void open() throws Exception {
    var order =
        PickleWriter.write(
            Arrays.asList(
                type.name(),
                stable.source(type),
                owner.node(),
                context.parameters().values(),
                context.conduct().streaming(),
                occupancy.state(),
                type.settings().limits().cpuSeconds().orElse(0)));
    boolean isOpen = false;
    while (!isOpen) {
      isOpen = opens(taken(), order);
    }
    figures.opened();
  }

  private Worker taken() throws InterruptedException, WorkerCrashedException {
    try {
      var taken = stable.take(type, owner);
      occupancy.begin(taken);
      return taken;
    } catch (WorkerCrashedException e) {
      restarts.crashed();
      throw e;
    }
  }

  /// Has a worker make the node; false if it had ended before it was asked, as one that waited for
  /// work may have.
  private boolean opens(Worker taken, byte[] order) throws Exception {
    var asked = send(taken, Frame.OPEN, order);
    isOpened = true;
    try {
      var opened = answer(asked, Worker.FOREVER, () -> false);
      canFlush = opened != null && made(taken, opened);
      return true;
    } catch (WorkerCrashedException e) {
      requireNeverTaken(asked, taken, e);
      return false;
    }
  }

  /// Throws on what a worker has ended with, unless it ended before it took a request, and another
  /// may be given that.
  private void requireNeverTaken(Asked asked, Worker gone, WorkerCrashedException crash)
      throws WorkerCrashedException {
    if (!gone.neverTook(asked.request()) || !restarts.isAllowed()) {
      throw crash;
    }
  }

  private boolean made(Worker known, Frame opened) throws Exception {
    try {
      return figures.made(Told.opened(opened.payload()));
    } catch (WireException e) {
      throw occupancy.misunderstood(known, e);
    }
  }

  private void openAgain() throws Exception {
    try {
      open();
      restarts.succeeded();
    } catch (Exception failed) {
      var known = occupancy.worker();
      if (known != null) { // What could not be made is no node for the next item.
        occupancy.drop(known);
      }
      throw isOfStart(failed) ? restarts.failed(failed) : failed;
    }
  }

  /// Whether it was the start that failed, and nobody who did not want it any more.
  private static boolean isOfStart(Exception failed) {
    return !(failed instanceof InterruptedException)
        && !(failed.getCause() instanceof InterruptedException);
  }

  /// Returns the worker; a new one, if the last has ended.
  private Worker present() throws Exception {
    var known = occupancy.worker();
    if (known != null && known.isThere()) {
      return known;
    }
    if (known != null) {
      occupancy.lost(known, known.crashed(), load() == 0);
    }
    restarts.await();
    openAgain();
    return occupancy.there();
  }

  /// Asks for something and waits for the answer.
  ///
  /// @throws ForeignException for what Python raises, and when time is up
  /// @throws WorkerCrashedException when the worker ends meanwhile
  Frame ask(int kind, Limit limit) throws Exception {
    if (limit.isSpent()) {
      throw limit.spent();
    }
    var asked = isForTheSame(kind) ? occupancy.there() : idle();
    return answer(send(asked, kind, NONE), limit);
  }

  /// Whether only the very process can do something that has done what came before.
  private boolean isForTheSame(int kind) {
    return kind == Frame.NEXT
        || (kind == Frame.FLUSH && occupancy.worker() != null && occupancy.state() == null);
  }

  /// Returns the worker, with nothing to do; a new one, if the last has ended or does not stop.
  private Worker idle() throws Exception {
    var known = present();
    return load() == 0 || occupancy.settles(known) ? known : present();
  }

  /// Gives the node an item, and waits for what comes of it first.
  Frame process(@Nullable Object item, Limit limit) throws Exception {
    figures.countItem();
    return processed(item, limit);
  }

  private Frame processed(@Nullable Object item, Limit limit) throws Exception {
    while (true) {
      var known = idle();
      var asked = send(known, Frame.PROCESS, known.encode(item));
      try {
        return answer(asked, limit);
      } catch (WorkerCrashedException e) {
        requireNeverTaken(asked, known, e);
      }
    }
  }

  /// Asks for something, for [#answer] to wait for.
  Asked begin(int kind) throws Exception {
    return send(isForTheSame(kind) ? occupancy.there() : present(), kind, NONE);
  }

  /// Gives the node an item before its turn; null where the worker is not there.
  ///
  /// @throws ConversionFault if the item cannot be given to it
  @Nullable Asked ahead(@Nullable Object item) {
    var known = occupancy.worker();
    if (known == null || !known.takesRequests()) {
      return null;
    }
    var asked = send(known, Frame.AHEAD, known.encode(item));
    figures.load(load() + 1);
    return asked;
  }

  /// Returns how many requests are under way that were made before their turn.
  int load() {
    return figures.load();
  }

  /// Whether it is to be given nothing more before its turn for now: what it was given still waits
  /// in this JVM's heap.
  boolean isBehind() {
    var known = occupancy.worker();
    return known != null && known.isBehind();
  }

  /// Whether a request made before its turn will be answered.
  boolean isUnderWay(Asked asked) {
    return asked.era() == occupancy.era();
  }

  private Asked send(Worker asked, int kind, byte[] payload) {
    long begin = System.nanoTime();
    return new Asked(asked.send(kind, payload), occupancy.era(), begin);
  }

  /// Gives the worker the item of a stream that it has asked for.
  void give(Asked asked, @Nullable Object item) {
    var known = occupancy.there();
    known.tell(Frame.GIVEN, asked.request(), known.encode(item));
  }

  /// Tells the worker that no item comes any more.
  void giveNoMore(Asked asked) {
    occupancy.there().tell(Frame.NO_MORE, asked.request(), NONE);
  }

  /// Ends a wait in [#answer], if there is one; called by any thread.
  void wake() {
    var known = occupancy.worker();
    if (known != null) {
      known.wake();
    }
  }

  /// Waits for the answer to a request that was made before its turn, with an item.
  Frame answerAhead(Asked asked, @Nullable Object item, Limit limit) throws Exception {
    figures.countItem();
    var known = occupancy.there();
    try {
      return answer(asked, limit);
    } catch (WorkerCrashedException e) {
      requireNeverTaken(asked, known, e);
      return processed(item, limit);
    } finally {
      figures.load(Math.max(0, load() - 1));
    }
  }

  private Frame answer(Asked asked, Limit limit) throws Exception {
    long begin = System.nanoTime();
    try {
      long deadline = limit.deadline(asked.begin());
      var answer = answer(asked, deadline, arrivals::isThere);
      while (answer == null && arrivals.look()) {
        answer = answer(asked, deadline, arrivals::isThere);
      }
      answer = answer == null ? late(asked, limit) : answer;
      if (answer.kind() == Frame.TAKE) {
        throw occupancy.misunderstood(
            occupancy.there(), new WireException("it asked for an item of a stream"));
      }
      return answer;
    } finally {
      limit.used(System.nanoTime() - begin);
    }
  }

  /// Waits for the answer to a request; null when time is up, or something else has happened.
  @Nullable Frame answer(Asked asked, long deadline, BooleanSupplier other) throws Exception {
    var known = occupancy.there();
    try {
      figures.waits(true);
      var answer = known.await(asked.request(), deadline, other);
      occupancy.remember(known);
      return answer == null ? null : checked(answer, known);
    } catch (InterruptedException e) {
      Frame.letGo(occupancy.stop(known, asked.request(), Occupancy.PATIENCE));
      throw e;
    } catch (WorkerCrashedException e) {
      occupancy.lost(known, e, known.neverTook(asked.request()));
      throw e;
    } catch (WireException e) {
      throw occupancy.misunderstood(known, e);
    } catch (OutOfMemoryError e) {
      occupancy.tooMuch(known);
      throw e;
    } finally {
      figures.waits(false);
    }
  }

  /// Ends what has taken too long; returns its answer where only its state was not told in time.
  private Frame late(Asked asked, Limit limit) throws Exception {
    var known = occupancy.there();
    var ended = occupancy.stop(known, asked.request(), stable.grace().time().toNanos());
    if (ended != null && known.wasCutTellingItsState() && ended.kind() != Frame.FAILED) {
      return ended;
    }
    throw limit.passed(ended);
  }

  private Frame checked(Frame answer, Worker known) throws Exception {
    if (answer.kind() != Frame.FAILED) {
      return answer;
    }
    var failure = Told.failure(answer.payload());
    occupancy.resume(known);
    var unfit = failure.unfit();
    if (unfit != null) {
      throw new ConversionFault(unfit.path(), failure.message()).in(unfit.whole());
    }
    var limits = type.settings().limits();
    var limit = Shortage.limit(failure.message(), failure.kinds(), limits);
    var raised = new RaisedApartException(known.pid(), failure.itself(), limit);
    var cause = failure.isInterruption() ? new InterruptedException(raised.getMessage()) : raised;
    var message = Shortage.message(failure.message(), failure.kinds(), limits);
    throw new ForeignException(failure.kinds(), message, failure.traceback(), cause);
  }

  /// Gives up the outputs that are still to come of an item.
  void dropOutputs() throws Exception {
    var known = occupancy.worker();
    if (known != null && known.isThere()) {
      known.interruptAll();
      occupancy.newEra();
      var _ = answer(send(known, Frame.STOP, NONE), Worker.FOREVER, () -> false);
    }
  }

  /// Whether there may be something to flush: the node has a `flush`, and what it held is not lost.
  boolean holdsSomething() {
    return canFlush && !occupancy.isLost();
  }

  /// Has the node cleaned up, if its process lives, and gives that back.
  void close() throws Exception {
    var closing = occupancy.worker();
    if (closing == null) {
      figures.closed();
      return;
    }
    boolean isInterrupted = Thread.interrupted(); // What came before is not meant for the clean-up.
    try {
      if ((load() == 0 || occupancy.settles(closing)) && isOpened && closing.isThere()) {
        cleanUp(closing);
      }
    } finally {
      figures.closed();
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
      if (occupancy.worker() != null) {
        occupancy.end();
        leave(closing);
      }
    }
  }

  private void cleanUp(Worker closing) throws Exception {
    var asked = send(closing, Frame.CLOSE, NONE);
    try {
      var _ = answer(asked, Worker.FOREVER, () -> false);
    } catch (WorkerCrashedException e) {
      if (!closing.neverTook(asked.request())) {
        throw e;
      }
    }
  }

  /// A worker whose processor time is limited has been told when it ends, which is for good.
  private void leave(Worker closing) {
    if (isOpened && type.settings().limits().cpuSeconds().isPresent()) {
      stable.retire(closing);
    } else {
      closing.rest();
      stable.giveBack(type, closing);
    }
  }
}
