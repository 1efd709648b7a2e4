package dev.terrarium.session.arm;

import dev.terrarium.control.ArmOptions;
import dev.terrarium.control.ControlledArm;
import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.RealTimeReport;
import dev.terrarium.control.record.CycleField;
import dev.terrarium.control.record.CycleReader;
import dev.terrarium.control.record.LoopStats;
import dev.terrarium.control.record.OverrunCauses;
import dev.terrarium.control.record.Recording;
import dev.terrarium.control.robot.Arm;
import dev.terrarium.safety.Gate;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One arm with all that it needs: its gate, its control, files that others read its state from,
/// and a reader that counts, explains and records its cycles.
///
/// All methods may be called on any thread. It is started by [#start]; everything else that an arm
/// can be told is [#control]'s. Nothing here arms its robot.
public final class ArmStation implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ArmStation.class.getPackageName());

  private final Gate gate;
  private final ArmSettings settings;
  private final Arm arm;
  private final ControlledArm control;
  private final Published files;
  private final List<Consumer<RealTimeReport>> begun = new CopyOnWriteArrayList<>();
  private final List<Consumer<LoopEnd>> ended = new CopyOnWriteArrayList<>();

  // Guarded by this.
  private @Nullable OverrunCauses causes;
  private @Nullable CycleReader reader;
  private boolean isClosed;
  private @Nullable CompletableFuture<@Nullable Void> starting;
  private boolean isGivenUp;

  /// Where a loop publishes, and the folder that goes away with the station, if that is its own.
  private record Published(Path board, Path ring, @Nullable ArmFolder own) {
    static Published of(LoopOptions loop) {
      Optional<Path> board = loop.sharing().board();
      Optional<Path> ring = loop.sharing().ring();
      if (board.isPresent() && ring.isPresent()) {
        return new Published(board.get(), ring.get(), null);
      }
      ArmFolder own = ArmFolder.open();
      return new Published(board.orElseGet(own::board), ring.orElseGet(own::ring), own);
    }

    void close() {
      if (own != null) {
        own.close();
      }
    }
  }

  private ArmStation(Gate gate, Arm arm, ArmSettings settings, Consumer<LoopEnd> faults) {
    this.gate = gate;
    this.arm = arm;
    this.settings = settings;
    files = Published.of(settings.loop());
    var options =
        ArmOptions.standard()
            .withComponent(settings.component())
            .withLoop(settings.loop().withBoard(files.board()).withRing(files.ring()))
            .withFaults(faults);
    try {
      control = ControlledArm.of(arm, gate, options);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /// Opens an arm; it stands still until it is started.
  ///
  /// @param gate of the robot that the arm belongs to; nobody else makes its component safe
  /// @param faults is told of every end of a loop that is a fault, when the arm has been let go of;
  ///   whoever holds the [dev.terrarium.safety.Safety] puts the robot in error there
  /// @throws dev.terrarium.control.robot.ArmException if the arm is not there; says what to do
  /// @throws IllegalStateException if the component has a disarm handler already
  public static ArmStation open(Gate gate, ArmSettings settings, Consumer<LoopEnd> faults) {
    Arm arm = settings.simulator().arm(settings.model());
    try {
      return new ArmStation(gate, arm, settings, faults);
    } catch (RuntimeException e) {
      close(arm);
      throw e;
    }
  }

  /// Opens this very arm, which is closed with the station if it can be; the settings' model says
  /// what others are told that it is, and their simulator is not looked at.
  ///
  /// @see #open(Gate, ArmSettings, Consumer)
  public static ArmStation open(
      Gate gate, Arm arm, ArmSettings settings, Consumer<LoopEnd> faults) {
    return new ArmStation(gate, arm, settings, faults);
  }

  /// Returns what the arm is called: as its robot.
  public String name() {
    return gate.robot().name();
  }

  /// Returns the gate of the arm's robot.
  public Gate gate() {
    return gate;
  }

  /// Returns the arm; the loop's thread alone reads and writes it.
  public Arm arm() {
    return arm;
  }

  /// Returns what it was opened with.
  public ArmSettings settings() {
    return settings;
  }

  /// Returns what the arm is commanded by.
  public ControlledArm control() {
    return control;
  }

  /// Returns the file of the newest state; there from the first start on.
  public Path board() {
    return files.board();
  }

  /// Returns the file of the cycles; there from the first start on.
  public Path ring() {
    return files.ring();
  }

  /// Starts the arm, and begins to count its cycles; see [ControlledArm#start].
  ///
  /// @throws dev.terrarium.control.DisarmedException if the robot is not armed; says who arms it
  /// @throws IllegalStateException if it has been started or is being started, this is closed, or
  ///   [#stop] came meanwhile: it is at rest again then
  /// @throws dev.terrarium.control.robot.ArmException if the arm cannot be controlled
  public void start() {
    claim(() -> {}).run();
  }

  /// Takes the arm for a start, which is under way from here on.
  ///
  /// @param before is run first by what is returned
  /// @return what starts the arm, as [#start] does; to be run once, on any thread
  /// @throws IllegalStateException if it is being started
  synchronized Runnable claim(Runnable before) {
    if (starting != null) {
      throw isBeingStarted();
    }
    var over = new CompletableFuture<@Nullable Void>();
    starting = over;
    isGivenUp = false;
    return () -> start(before, over);
  }

  private void start(Runnable before, CompletableFuture<@Nullable Void> over) {
    boolean isStopped;
    try {
      before.run();
      begin();
    } finally {
      synchronized (this) {
        starting = null;
        isStopped = isGivenUp;
      }
      over.complete(null);
    }
    if (isStopped) {
      var _ = control.stop().toCompletableFuture().join();
      throw new IllegalStateException(
          "the arm '%s' was stopped by another command while it was being started: start it again"
              .formatted(name()));
    }
  }

  private IllegalStateException isBeingStarted() {
    return new IllegalStateException(
        "the arm '%s' is being started: wait until it is".formatted(name()));
  }

  private void begin() {
    if (gate.isArmed()) { // Otherwise it is refused, and nothing is to be watched.
      var _ = watched();
    }
    control.start();
    var next = read();
    begun.forEach(listener -> listener.accept(control.loop().granted()));
    var _ = control.ended().thenAccept(end -> ended.forEach(listener -> listener.accept(end)));
    CycleReader over;
    synchronized (this) {
      over = isClosed ? next : reader;
      reader = isClosed ? reader : next;
    }
    if (over != null) {
      over.close();
    }
  }

  /// Asks that the arm be brought to rest and let go of, and does not wait; one that is being
  /// started, as soon as it has been.
  ///
  /// @return what ends then, or fails as a start failed
  /// @throws IllegalStateException if it has not been started
  public CompletionStage<LoopEnd> stop() {
    CompletableFuture<@Nullable Void> under;
    synchronized (this) {
      under = starting;
      isGivenUp = true;
    }
    return under == null ? control.stop() : under.thenCompose(_ -> control.stop());
  }

  /// Begins to read the loop's cycles; a loop that cannot be watched does not go on.
  private CycleReader read() {
    try {
      return CycleReader.start(control.loop(), watched());
    } catch (Throwable e) {
      var _ = control.stop();
      throw e;
    }
  }

  private synchronized OverrunCauses watched() {
    if (isClosed) {
      throw new IllegalStateException("the arm '%s' is closed: open it again".formatted(name()));
    }
    OverrunCauses known = causes;
    if (known == null) {
      known =
          settings.explainsStops()
              ? OverrunCauses.watchWithFlightRecorder()
              : OverrunCauses.watch();
      causes = known;
    }
    return known;
  }

  /// Tells somebody at each start from here on what the loop was granted; it must be quick.
  public void onStart(Consumer<RealTimeReport> listener) {
    begun.add(listener);
  }

  /// Tells somebody of each end of a loop from here on, after the arm was let go of; it must be
  /// quick.
  public void onEnd(Consumer<LoopEnd> listener) {
    ended.add(listener);
  }

  /// Returns the folder of its files, which goes away with it; nothing if they lie elsewhere.
  Optional<Path> folder() {
    return Optional.ofNullable(files.own()).map(ArmFolder::path);
  }

  /// Whether a loop moves it.
  public boolean isRunning() {
    return !isStarting() && end().isEmpty() && reader() != null;
  }

  /// Whether a start of it is under way.
  public boolean isStarting() {
    return starting() != null;
  }

  private synchronized @Nullable CompletableFuture<@Nullable Void> starting() {
    return starting;
  }

  /// Returns how the last loop ended; nothing while one runs, or before the first.
  public Optional<LoopEnd> end() {
    return reader() == null
        ? Optional.empty()
        : Optional.ofNullable(control.ended().toCompletableFuture().getNow(null));
  }

  /// Returns what the loop has done, or the last one had.
  ///
  /// @throws IllegalStateException if it has not been started
  public LoopStats stats() {
    return started().stats();
  }

  /// Begins to record, with the next cycle; see [CycleReader#record].
  ///
  /// @throws IllegalArgumentException if there are no fields, or it is no such time
  /// @throws IllegalStateException if no loop runs
  public Recording record(Set<CycleField> fields, Duration atMost) {
    return started().record(fields, atMost);
  }

  /// Returns who reads its cycles.
  ///
  /// @throws IllegalStateException if it has not been started
  public CycleReader cycles() {
    return started();
  }

  private synchronized @Nullable CycleReader reader() {
    return reader;
  }

  /// Refuses what needs a loop, or one that there was.
  ///
  /// @throws IllegalStateException if it has not been started
  void requireStarted() {
    var _ = started();
  }

  private CycleReader started() {
    CycleReader known = reader();
    if (known == null) {
      if (isStarting()) {
        throw isBeingStarted();
      }
      throw new IllegalStateException(
          "the arm '%s' has not been started: start it first".formatted(name()));
    }
    return known;
  }

  /// Stops it, waits until the arm is let go of, as long as that may take at most, and takes its
  /// files away. Not to be called in a law.
  @Override
  public void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    control.close();
    if (!hasEnded()) {
      LOG.log(
          Level.ERROR,
          "the loop of ''{0}'' does not end: its law has not returned, so its files are left as they are",
          name());
      return;
    }
    OverrunCauses watched;
    CycleReader known;
    synchronized (this) {
      watched = causes;
      causes = null;
      known = reader;
    }
    if (known != null) {
      known.close();
    }
    if (watched != null) {
      watched.close();
    }
    files.close();
    close(arm);
  }

  private boolean hasEnded() {
    CompletableFuture<LoopEnd> end;
    try {
      end = control.ended().toCompletableFuture();
    } catch (IllegalStateException hasNotBeenStarted) {
      return true;
    }
    long most = settings.loop().safeStop().settle().plus(Duration.ofSeconds(5)).toNanos();
    try {
      var _ = end.get(most, TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException hasNotBeenLive) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return end.isDone();
    }
  }

  private static void close(Arm arm) {
    if (arm instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "the arm '" + arm.name() + "' was not closed", e);
      }
    }
  }
}
