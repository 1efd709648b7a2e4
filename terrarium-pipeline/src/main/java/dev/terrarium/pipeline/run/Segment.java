package dev.terrarium.pipeline.run;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.ItemStream;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.NodeRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A piece of the pipeline at work in one run, on one thread.
///
/// That thread opens, feeds and closes its nodes. Any other may stop it, but only while it opens or
/// works, so that no interrupt reaches the clean-up.
final class Segment {
  private static final int MANY = 256;

  private final RunContext.Names run;
  private final Progress progress;
  private final Inlet inlet;
  private final List<Stage> stages;
  private final Behind behind;
  private final int waiting;
  private final Object stopping = new Object();
  private @Nullable Thread worker;
  private boolean wasStopped;

  /// How many items the first node has begun with before their turn.
  private int ahead;

  /// @param stages the nodes, the first one first; may be empty
  /// @param inlet where the first takes its items; empty for a source, which takes none
  /// @param behind what takes the items of the last
  Segment(RunContext.Names run, Progress progress, Inlet inlet, List<Stage> stages, Behind behind) {
    this.run = run;
    this.progress = progress;
    this.inlet = inlet;
    this.stages = List.copyOf(stages);
    this.behind = behind;
    this.waiting = stages.size();
  }

  /// What comes after a piece of the pipeline.
  interface Behind {
    /// Takes an item that came through the queue, or from the input, where the piece has no node.
    void pass(Inlet from);

    /// All that came of an item of the input has gone on.
    void mark(long inputItem);

    /// Nothing more will come, because of a failure.
    void fail(Halt.Reason.Failure failure);

    /// Nothing more will come.
    void end();
  }

  List<Stage> stages() {
    return stages;
  }

  /// Whether it has nodes that run in Python, which wants a large stack.
  boolean hasPython() {
    return stages.stream().anyMatch(stage -> stage.type().runtime() == NodeRuntime.CPYTHON);
  }

  /// Names it after its first node.
  String name() {
    return stages.isEmpty() ? "input" : stages.getFirst().id().value();
  }

  /// Whether it reads the pipeline's input.
  boolean isFed() {
    return inlet instanceof FeedInlet;
  }

  /// Whether it reads a stream, which may wait for anything.
  boolean readsStream() {
    return inlet instanceof FeedInlet feed && feed.isStream();
  }

  long waitNanos() {
    return progress.watch().nanosOf(waiting);
  }

  long deliveryNanos() {
    return progress.watch().nanosOf(waiting + 1);
  }

  void open() {
    guarded(() -> {
      try {
        stages.forEach(Stage::open);
      } catch (Halt halt) {
        throw progress.haltRun(halt.reason());
      }
    });
  }

  /// Feeds the nodes until there is no more.
  void work() {
    guarded(this::feedAndFlush);
    progress.watch().settle();
  }

  private void feedAndFlush() {
    try {
      feed();
      progress.watch().beginTimed(waiting);
      progress.atInputItem(Progress.NO_ITEM);
      stages.stream().filter(stage -> !stage.isStreaming()).forEach(Stage::flush);
      inlet.close();
      behind.end();
    } catch (Halt halt) {
      end(halt);
    }
  }

  private void end(Halt halt) {
    progress.checkpointOfRun();
    inlet.close();
    switch (halt.reason()) {
      case Halt.Reason.Enough _ -> behind.end();
      case Halt.Reason.Failure failure -> behind.fail(failure);
      case Halt.Reason.Interruption _, Halt.Reason.InputOrOutput _, Halt.Reason.Defect _ ->
          throw halt;
    }
  }

  private void feed() {
    if (stages.isEmpty()) {
      feedItems();
    } else if (stages.getFirst().type().isSource()) {
      feedFromSource();
    } else if (stages.getFirst().isStreaming()) {
      progress.watch().beginTimed(waiting);
      stages.getFirst().stream(new Items());
    } else {
      feedItems();
    }
  }

  private void feedItems() {
    boolean isChained = !stages.isEmpty() && stages.getFirst().takesMany();
    if (isChained && inlet instanceof FeedInlet batch && !batch.isStream()) {
      feedMany(stages.getFirst(), batch);
    } else {
      feedOneByOne();
    }
  }

  private void feedMany(Stage first, FeedInlet batch) {
    while (true) {
      progress.watch().begin(waiting);
      long input = batch.taken();
      var items = batch.more(MANY);
      if (items.isEmpty()) {
        progress.atInputItem(Progress.NO_ITEM);
        return;
      }
      progress.atInputItem(input);
      first.acceptAll(items, input);
    }
  }

  private void feedOneByOne() {
    while (advance() != Signal.END) {
      if (stages.isEmpty()) {
        pass();
      } else {
        lookAhead(stages.getFirst());
        stages.getFirst().accept(inlet.item());
      }
    }
  }

  /// Passes an item on; where that fails nothing that waits behind it is taken any more.
  private void pass() {
    try {
      behind.pass(inlet);
    } catch (Halt halt) {
      inlet.close();
      throw halt;
    }
  }

  /// Has a node that works apart from this thread begin with further items.
  private void lookAhead(Stage first) {
    if (!first.looksAhead()) {
      return;
    }
    if (ahead > 0) {
      ahead--;
    } else if (!first.ahead(inlet.item())) {
      return;
    }
    lookFurther();
    inlet.onArrival(first.lookAheadBy(this::lookFurther));
  }

  private void lookFurther() {
    var first = stages.getFirst();
    var next = inlet.waiting(ahead, 1);
    while (!next.isEmpty() && first.ahead(next.getFirst())) {
      ahead++;
      next = inlet.waiting(ahead, 1);
    }
  }

  private void feedFromSource() {
    progress.watch().beginTimed(waiting);
    progress.atInputItem(0);
    stages
        .getFirst()
        .produce(() -> {
          behind.mark(progress.inputItem());
          progress.atInputItem(progress.inputItem() + 1);
          progress.watch().beginTimed(waiting);
        });
  }

  /// Passes on what still waits in front of the output when a node has failed, and waits for
  /// nothing.
  void passRest() {
    if (stages.isEmpty() && inlet instanceof QueueInlet queues) {
      while (queues.advanceToRest()) {
        progress.atInputItem(queues.inputItem());
        pass();
      }
    }
  }

  /// Waits for the next item or the end, and passes marks on.
  private Signal advance() {
    while (true) {
      progress.watch().begin(waiting);
      var signal = inlet.advance();
      progress.atInputItem(signal == Signal.END ? Progress.NO_ITEM : inlet.inputItem());
      switch (signal) {
        case ITEM, END -> {
          return signal;
        }
        case MARK -> behind.mark(inlet.inputItem());
        case FAILURE -> throw progress.end(inlet.failure());
      }
    }
  }

  /// Asks the thread to stop what it does.
  void stop() {
    synchronized (stopping) {
      var working = worker;
      if (working != null && !working.equals(Thread.currentThread())) {
        wasStopped = true;
        stages.stream().map(Stage::type).distinct().forEach(type -> type.interrupt(working));
        working.interrupt();
      }
    }
  }

  private void guarded(Runnable work) {
    synchronized (stopping) {
      worker = Thread.currentThread();
    }
    try {
      progress.checkpoint();
      RunContext.within(this, work);
    } finally {
      synchronized (stopping) {
        worker = null;
        if (wasStopped) {
          Thread.interrupted();
        }
      }
    }
  }

  /// Cleans up from back to front, and returns what went wrong with that.
  List<NodeException> close() {
    inlet.close();
    var failures = new ArrayList<NodeException>();
    RunContext.within(
        this, () -> stages.reversed().forEach(stage -> stage.close().ifPresent(failures::add)));
    return failures;
  }

  /// Returns where the segment's own thread is.
  RunContext context() {
    int share = progress.watch().current();
    var node =
        share < stages.size() ? Optional.of(stages.get(share).id()) : Optional.<NodeId>empty();
    return new RunContext(run.pipeline(), run.run(), node, progress.input());
  }

  /// The items of the inlet, for a node that asks for them.
  private final class Items implements ItemStream {
    private boolean isAhead;
    private boolean hasEnded;

    @Override
    public boolean isReady() {
      return isAhead || hasEnded || inlet.isReady();
    }

    @Override
    public boolean hasNext() {
      if (!isAhead && !hasEnded) {
        progress.checkpoint();
        int before = progress.watch().turnTo(waiting);
        hasEnded = advance() == Signal.END;
        isAhead = !hasEnded;
        progress.watch().turnTo(before);
      }
      return isAhead;
    }

    @Override
    public @Nullable Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      isAhead = false;
      return inlet.item();
    }
  }
}
