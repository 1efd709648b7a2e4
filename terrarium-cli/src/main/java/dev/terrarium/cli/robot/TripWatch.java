package dev.terrarium.cli.robot;

import dev.terrarium.safety.FaultReport;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.Transition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for a robot to be disarmed by somebody else than whoever looks on, such as its watchdog.
/// Safe to use from any thread.
public final class TripWatch implements SafetyListener {
  /// How long after a trip whoever made it has to say why.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final CompletableFuture<Transition> trip = new CompletableFuture<>();
  private final CompletableFuture<Reason> reason = new CompletableFuture<>();
  private boolean isExpected;

  /// A trip that nobody expected.
  ///
  /// @param nanoTime when it was, on the clock of safety
  /// @param source who made it, such as `watchdog`
  /// @param reason a sentence
  public record Trip(long nanoTime, String source, String reason) {}

  private record Reason(String source, String sentence) {}

  /// Takes the trips that follow for those of whoever looks on.
  public synchronized void expect() {
    isExpected = true;
  }

  @Override
  public synchronized void changed(Transition transition) {
    if (transition.isTrip() && !isExpected) {
      trip.complete(transition);
    }
  }

  @Override
  public void reported(FaultReport told) {
    explain(told.component().toString(), told.fault().message());
  }

  /// Says why there was a trip, unless somebody else has said so; before it, nothing is explained.
  ///
  /// @param source who made it
  /// @param sentence why
  public void explain(String source, String sentence) {
    if (trip.isDone()) {
      reason.complete(new Reason(source, sentence));
    }
  }

  /// Completes when the robot was disarmed by somebody else.
  public CompletableFuture<?> tripped() {
    return trip;
  }

  /// Returns what is known of the trip, if there was one; waits a little for its reason.
  public Optional<Trip> seen() throws InterruptedException {
    if (!trip.isDone()) {
      return Optional.empty();
    }
    long at = trip.resultNow().nanoTime();
    try {
      var told = reason.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.of(new Trip(at, told.source(), told.sentence()));
    } catch (ExecutionException | TimeoutException unknown) {
      return Optional.of(new Trip(at, "unknown", "Nobody has said why."));
    }
  }
}
