package dev.terrarium.cli.robot;

import dev.terrarium.bus.command.Commands;
import dev.terrarium.bus.command.Execution;
import dev.terrarium.bus.command.Submission;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Somebody who has given a command and waits for its end, on a thread of its own.
public final class Caller {
  private static final Duration FOR_EVER = Duration.ofDays(365_000);

  private final Witness witness;
  private final CompletableFuture<CommandEnd> end = new CompletableFuture<>();

  private Caller(Witness witness) {
    this.witness = witness;
  }

  /// Gives a command. One that is refused has ended at once.
  public static Caller give(
      Commands commands,
      String name,
      Map<String, ? extends @Nullable Object> goal,
      Witness witness) {
    var caller = new Caller(witness);
    switch (commands.execute(name, goal)) {
      case Submission.Refused(var refusal) ->
          caller.end.complete(CommandEnd.refused(refusal.error(), witness.elapsed()));
      case Submission.Accepted(var execution) ->
          Thread.ofPlatform()
              .name("terrarium-caller")
              .daemon()
              .start(() -> caller.await(execution));
    }
    return caller;
  }

  private void await(Execution execution) {
    try {
      var awaited = execution.await(FOR_EVER);
      end.complete(CommandEnd.of(awaited, witness.elapsed()));
    } catch (InterruptedException nobodysDoing) {
      end.completeExceptionally(nobodysDoing);
    }
  }

  /// Returns what became of the command, once it has ended.
  public CompletableFuture<CommandEnd> end() {
    return end;
  }
}
