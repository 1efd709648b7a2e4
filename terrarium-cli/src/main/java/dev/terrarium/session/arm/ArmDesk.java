package dev.terrarium.session.arm;

import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.control.record.Recorded;
import dev.terrarium.control.record.Recording;
import dev.terrarium.safety.Registration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes the commands of clients for one arm, and tells each what came of his and what happens;
/// knows nothing of how their lines travel. `docs/reference/arm-protocol.md` has the lines.
///
/// All methods may be called on any thread; none waits.
public final class ArmDesk implements AutoCloseable {
  private final ArmStation station;
  private final ArmKeeper keeper;
  private final Abandoned abandoned;
  private final Registration safety;
  private final List<ArmClient> clients = new CopyOnWriteArrayList<>();

  /// What is being recorded into by any client.
  private final Set<Path> files = ConcurrentHashMap.newKeySet();

  /// How many starts have succeeded here: commands count for the loop that they were given to.
  private final AtomicLong loops = new AtomicLong();

  /// What becomes of an arm when the last client has gone that had commanded it.
  public enum Abandoned {
    /// It is brought to rest, and let go of.
    STOPS,
    /// It is held where it stands, until somebody else commands it.
    HOLDS
  }

  private ArmDesk(ArmStation station, ArmKeeper keeper, Abandoned abandoned) {
    this.station = station;
    this.keeper = keeper;
    this.abandoned = abandoned;
    safety = keeper.gate().listen(transition -> tellSafety(transition.to().id()));
    station.onEnd(this::tellEnd);
  }

  /// Opens a desk for an arm.
  ///
  /// @param station and `keeper` are of the same robot, and stay the caller's
  public static ArmDesk of(ArmStation station, ArmKeeper keeper, Abandoned abandoned) {
    if (!station.gate().equals(keeper.gate())) {
      throw new IllegalArgumentException(
          "the station is of the robot '%s' and the keeper of '%s': expected the same gate"
              .formatted(station.gate().robot(), keeper.gate().robot()));
    }
    return new ArmDesk(station, keeper, abandoned);
  }

  /// Lets a client in.
  ///
  /// @param out takes lines for it, without their ends, on any thread; it must be quick and not
  ///   throw
  public ArmClient join(Consumer<String> out) {
    var client = new ArmClient(this, out);
    clients.add(client);
    return client;
  }

  ArmStation station() {
    return station;
  }

  ArmKeeper keeper() {
    return keeper;
  }

  /// Begins to record into a file that nobody else is recording into.
  ///
  /// @param begin begins to record
  /// @param write writes the file, on this executor, when that is over
  /// @return what that gives
  /// @throws IllegalStateException if somebody is
  <T> CompletionStage<T> record(
      Path file, Supplier<Recording> begin, Function<Recorded, T> write, Executor on) {
    Path place = file.normalize();
    if (!files.add(place)) {
      throw new IllegalStateException(
          "%s is being recorded into already: wait until that is over, or name another file"
              .formatted(file));
    }
    try {
      return begin
          .get()
          .ended()
          .thenApplyAsync(write, on)
          .whenComplete((_, _) -> files.remove(place));
    } catch (RuntimeException | Error e) {
      files.remove(place);
      throw e;
    }
  }

  /// Returns the number of the loop that commands are given to.
  long loop() {
    return loops.get();
  }

  /// Says that a client's start has succeeded.
  void started(ArmClient client) {
    client.commands(loops.incrementAndGet());
    if (!clients.contains(client)) { // It did not live to see it.
      abandon();
    }
  }

  /// Says that a client is gone.
  ///
  /// @param wasMoving whether a move of his goes on
  void left(ArmClient client, boolean wasMoving) {
    clients.remove(client);
    long loop = loops.get();
    if (!station.isRunning()) {
      return;
    }
    boolean isLast =
        client.hasCommanded(loop) && clients.stream().noneMatch(other -> other.hasCommanded(loop));
    if (isLast) {
      abandon();
    } else if (wasMoving) {
      hold();
    }
  }

  private void abandon() {
    switch (abandoned) {
      case STOPS -> {
        var _ = station.control().stop();
      }
      case HOLDS -> hold();
    }
  }

  private void hold() {
    try {
      station.control().switchTo("impedance");
    } catch (IllegalStateException hasEnded) {
      // Then it is at rest.
    }
  }

  private void tellEnd(LoopEnd end) {
    tell("ended", ArmFacts.end(end));
  }

  private void tellSafety(String state) {
    tell("safety", Map.of("state", state));
  }

  private void tell(String event, Map<String, ? extends @Nullable Object> facts) {
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put("event", event);
    line.putAll(facts);
    String text = Json.line(line);
    clients.forEach(client -> client.tell(text));
  }

  /// Lets all clients go; what becomes of the arm is the caller's.
  @Override
  public void close() {
    safety.close();
    clients.clear();
  }
}
