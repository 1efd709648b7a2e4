package dev.terrarium.worker.process;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.os.GivingWay;
import dev.terrarium.pipeline.ResourceLimits;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.script.Decoder;
import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.Standing;
import dev.terrarium.worker.script.Upcalls;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A process that runs the scripts of one owner.
///
/// It dies when this JVM does, however that ends. What it says is read by one of a few threads,
/// which are there while there is something to do.
final class ScriptProcess implements ScriptHost {
  private static final Logger LOGGER = System.getLogger(ScriptProcess.class.getPackageName());

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// How long after its end somebody else sees to that where the thread that reads does not, as one
  /// who takes what was printed keeps it.
  private static final Duration UNREAD = Duration.ofMillis(500);

  private static final long IDLE_SECONDS = 5;
  private static final String INTERRUPT_SPAWNED = "interrupt_spawned";
  private static final byte[] NONE = {};

  /// A result of more bytes is let go as soon as it is read, and not with the next operation.
  private static final int SMALL = 32;

  private final Launch launch;
  private final Process process;
  private final Owner owner;
  private final ScriptEnd end;
  private final ExecutorService threads;
  private final ScriptLine line;
  private final ScriptMemory memory;
  private final ScriptHoldings holdings;
  private final ScriptQuestions questions;
  private final ScriptStands stands;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<WorkerCrashedException> exit = new CompletableFuture<>();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private @Nullable ScriptRun<?> current;
  private @Nullable WorkerCrashedException crash;
  private boolean isClosed;
  private int operations;

  private ScriptProcess(Launch launch, Ends ends, Owner owner, Upcalls upcalls) throws IOException {
    this.launch = launch;
    this.process = ends.process();
    this.owner = owner;
    this.end = new ScriptEnd(launch, ends, owner);
    this.threads = threads(owner);
    this.line = new ScriptLine(ends, threads, new Hearing());
    this.memory =
        new ScriptMemory(
            launch.python().numpy().isPresent(), blocks -> line.insist(Frame.ROOM, blocks));
    this.holdings = ScriptHoldings.of(line);
    this.questions = new ScriptQuestions(upcalls, new Replying());
    this.stands =
        new ScriptStands(ends.lines().getLast(), number -> line.say(Frame.STANDING, number));
  }

  private static ExecutorService threads(Owner owner) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        builder(owner).factory());
  }

  /// Starts a process and waits until it is ready.
  static ScriptProcess start(Launch launch, Owner owner, Upcalls upcalls)
      throws IOException, InterruptedException, WorkerCrashedException {
    var ends = Ends.open(launch, new Launch.Purpose.Scripts(owner.node()), owner);
    var started = new ScriptProcess(launch, ends, owner, upcalls);
    started.watch();
    started.line.start();
    started.awaitReady();
    return started;
  }

  private void watch() {
    var late =
        CompletableFuture.delayedExecutor(
            UNREAD.toMillis(), TimeUnit.MILLISECONDS, this::overIfUnread);
    var _ = process.onExit().thenRunAsync(() -> over(null), late);
  }

  private void overIfUnread(Runnable over) {
    if (!isOver.get()) {
      builder(owner).start(over);
    }
  }

  private static Thread.Builder builder(Owner owner) {
    return Thread.ofPlatform().daemon().name("terrarium-scripts-" + owner.node());
  }

  private void awaitReady() throws InterruptedException, WorkerCrashedException {
    try {
      ready.get(launch.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw end.neverStarted();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof WorkerCrashedException crashed && crashed.status() < 0
          ? crashed
          : end.neverStarted();
    } catch (InterruptedException e) {
      end.kill("was killed while it was starting");
      throw e;
    }
  }

  @Override
  public <R extends @Nullable Object> Running<R> start(
      String function, List<? extends @Nullable Object> arguments, Decoder<R> decoder) {
    var run = begun(function, decoder);
    byte[] order;
    try {
      order = memory.pack(order(function, arguments), holdings);
      memory.tick();
    } catch (ConversionFault fault) {
      end(run);
      run.fail(fault.in("the arguments"));
      return run;
    } catch (RuntimeException | Error thrown) {
      end(run);
      run.fail(thrown);
      return run;
    }
    if (!run.hasEnded()) {
      line.send(Frame.SCRIPT_RUN, run.number(), order);
    }
    return run;
  }

  private <R extends @Nullable Object> ScriptRun<R> begun(String function, Decoder<R> decoder) {
    ScriptRun<R> run;
    WorkerCrashedException gone;
    synchronized (this) {
      if (isClosed) {
        throw new IllegalStateException("the host is closed, and begins no operation: " + function);
      }
      if (current != null) {
        throw new IllegalStateException(
            "'%s' cannot begin before '%s' has ended: wait for its ended()"
                .formatted(function, current.name()));
      }
      run = new ScriptRun<>(++operations, function, decoder, new Hosting());
      gone = crash;
      current = gone == null ? run : null;
    }
    end.forgetPrinted();
    if (gone != null) {
      run.fail(gone);
    }
    return run;
  }

  private synchronized void end(ScriptRun<?> run) {
    if (current == run) {
      current = null;
    }
  }

  private static List<@Nullable Object> order(
      String function, List<? extends @Nullable Object> arguments) {
    List<@Nullable Object> order = new ArrayList<>(arguments);
    order.add(function);
    return order;
  }

  @Override
  public void tell(String function, List<? extends @Nullable Object> arguments) {
    synchronized (this) {
      if (isClosed || crash != null) {
        return;
      }
    }
    line.send(
        Frame.SCRIPT_TELL,
        0,
        PickleWriter.write(order(function, arguments), memory.none(holdings)));
    if (function.equals(INTERRUPT_SPAWNED)) {
      questions.giveUpSpawned();
    }
  }

  @Override
  public boolean giveWay() {
    return GivingWay.process(process.pid()).isGranted();
  }

  @Override
  public boolean isProcess() {
    return true;
  }

  @Override
  public void kill() {
    end.kill("was killed");
  }

  @Override
  public CompletableFuture<WorkerCrashedException> exit() {
    return exit.copy();
  }

  @Override
  public void close() {
    boolean isBusy;
    synchronized (this) {
      isClosed = true;
      isBusy = current != null;
    }
    boolean isInterrupted = Thread.interrupted();
    try {
      line.send(Frame.SCRIPT_EXIT, 0, NONE);
      if (isBusy || !process.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        end.kill("was closed");
      }
      exit.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      LOGGER.log(
          Level.WARNING,
          () -> owner.subject() + " was killed, and what it wrote last is still being taken");
    } catch (InterruptedException e) {
      isInterrupted = true;
      end.kill("was closed");
    } catch (ExecutionException e) {
      throw new AssertionError("The end of a process never fails; this is a bug in Terrarium", e);
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Nothing comes from it any more.
  private void over(@Nullable WireException nonsense) {
    if (isOver.getAndSet(true)) {
      return;
    }
    questions.giveUpAll();
    memory.retire();
    var gone = end.of(nonsense);
    line.close();
    stands.close();
    ScriptRun<?> run;
    synchronized (this) {
      crash = gone;
      run = current;
      current = null;
    }
    ready.completeExceptionally(gone);
    if (run != null) {
      run.fail(gone);
    }
    exit.complete(gone);
    threads.shutdown();
  }

  /// What is heard from the process.
  private final class Hearing implements ScriptLine.Hearer {
    @Override
    public void told(Frame frame, Logs logs) throws IOException, WireException {
      switch (frame.kind()) {
        case Frame.READY -> {
          if (!ready.complete(null)) {
            throw new WireException("it said again that it is ready");
          }
        }
        case Frame.PRINTED -> print(Told.printed(frame.payload()));
        case Frame.LOGGED -> logs.log(frame.payload());
        case Frame.SLOT -> map(Told.made(frame.payload()));
        case Frame.FREED -> memory.free(Told.fields(frame.payload()));
        case Frame.GAVE_UP -> questions.giveUp(frame.request());
        case Frame.STANDS -> stands.told(frame);
        default -> throw new WireException("it tells what was not asked for");
      }
    }

    /// Whoever takes it may fail, and the process goes on.
    private void print(Told.Printed printed) {
      if (printed.isError()) {
        end.keepPrinted(printed.text());
      }
      try {
        (printed.isError() ? launch.stderr() : launch.stdout()).accept(printed.text());
      } catch (RuntimeException e) {
        LOGGER.log(
            Level.WARNING,
            () -> "What " + owner.subject() + " printed could not be taken: " + printed.text(),
            e);
      }
    }

    private void map(Told.Made made) throws IOException, WireException {
      try {
        memory.add(process.pid(), made, slot -> line.insist(Frame.RELEASED, slot));
      } catch (IOException e) {
        if (!process.isAlive() || Group.isEnding(process)) {
          throw e;
        }
        throw new WireException("it has made memory that cannot be had: " + e);
      }
    }

    @Override
    public Runnable taken(Frame frame) throws WireException {
      ScriptRun<?> run;
      synchronized (ScriptProcess.this) {
        run = current;
      }
      if (frame.kind() == Frame.ASKED) {
        return questions.taken(frame, run != null);
      }
      boolean isResult = frame.kind() == Frame.VALUE || frame.kind() == Frame.FAILED;
      if (!isResult || run == null || run.number() != frame.request()) {
        frame.drop();
        throw new WireException(
            "it answered operation %d with %d, which is none"
                .formatted(frame.request(), frame.kind()));
      }
      return () -> run.answer(frame);
    }

    @Override
    public List<Slot> shared(Frame frame) throws WireException {
      return memory.used(Told.fields(frame.payload()));
    }

    @Override
    public void over(@Nullable WireException nonsense) {
      ScriptProcess.this.over(nonsense);
    }
  }

  /// What operations need.
  private final class Hosting implements ScriptRun.Host {
    @Override
    public ScriptValue value(Frame answer) {
      return ScriptValue.of(holdings, answer);
    }

    @Override
    public ResourceLimits limits() {
      return launch.limits();
    }

    @Override
    public boolean interrupt(int number) {
      return line.say(Frame.INTERRUPT, number);
    }

    @Override
    public Standing standing(int number) {
      return stands.of(number);
    }

    @Override
    public void ended(ScriptRun<?> operation, Frame answer) {
      if (answer.payload().length > SMALL) {
        line.send(Frame.SCRIPT_FORGET, 0, NONE);
      }
      end(operation);
    }

    @Override
    public Thread.Builder threads() {
      return Thread.ofPlatform().daemon().name("terrarium-interrupts-" + owner.node());
    }
  }

  /// What answers need.
  private final class Replying implements ScriptQuestions.Replies {
    @Override
    public byte[] pack(@Nullable Object value) {
      return memory.pack(value, holdings);
    }

    @Override
    public void send(int kind, int number, byte[] payload) {
      line.send(kind, number, payload);
    }

    @Override
    public void nonsense(WireException what) {
      end.kill("was killed, since it cannot be understood: " + what.getMessage());
    }
  }
}
