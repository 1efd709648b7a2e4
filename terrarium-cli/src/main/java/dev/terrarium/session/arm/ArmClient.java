package dev.terrarium.session.arm;

import dev.terrarium.control.DisarmedException;
import dev.terrarium.control.record.Recording;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.safety.NotArmed;
import dev.terrarium.safety.SafetyState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client of a desk: its lines go in here, and answers and events come out of its consumer.
///
/// One thread gives it lines, one after the other, and says when it is gone.
public final class ArmClient {
  private static final System.Logger LOG = System.getLogger(ArmClient.class.getPackageName());

  private final ArmDesk desk;
  private final ArmCommands commands;
  private final Consumer<String> out;
  private final AtomicInteger moves = new AtomicInteger();
  private final Set<Recording> recordings = ConcurrentHashMap.newKeySet();

  /// The loop that it has commanded last; none at first.
  private volatile long commanded = -1;

  ArmClient(ArmDesk desk, Consumer<String> out) {
    this.desk = desk;
    this.out = out;
    commands = new ArmCommands(desk, this);
  }

  /// Takes a line; what it asks for is begun when this returns, and answered now or later.
  ///
  /// @param line without its end
  public void say(String line) {
    Object id = null;
    try {
      Map<String, @Nullable Object> object = Json.object(line);
      id = ArmRequest.isId(object.get("id")) ? object.get("id") : null;
      begin(ArmRequest.of(object));
    } catch (ProtocolException e) {
      fail(id, e);
    }
  }

  /// Answers that a line cannot be taken, whatever it was.
  ///
  /// @param reason what is wrong, and what was expected
  public void refuse(String reason) {
    fail(null, new ProtocolException(reason));
  }

  private void begin(ArmRequest request) {
    if (request.command().isCommanding()) {
      commands(desk.loop());
    }
    CompletionStage<Map<String, @Nullable Object>> answer;
    try {
      answer = commands.begin(request);
    } catch (RuntimeException | Error e) {
      fail(request.id(), e);
      return;
    }
    var _ =
        answer.whenComplete((facts, thrown) -> {
          if (thrown == null) {
            answer(request.id(), "ok", facts);
          } else {
            fail(request.id(), thrown);
          }
        });
  }

  private void fail(@Nullable Object id, Throwable thrown) {
    Throwable inner = thrown.getCause();
    Throwable cause = thrown instanceof CompletionException && inner != null ? inner : thrown;
    String kind = kind(cause);
    String message =
        cause instanceof DisarmedException refusal
            ? desk.keeper().refusal(refusal.state())
            : String.valueOf(cause.getMessage());
    if (kind.equals("bug")) {
      LOG.log(Level.ERROR, "a command failed by a bug of Terrarium", cause);
      message = "a bug of Terrarium, which its log tells more of: " + cause;
    }
    answer(id, "error", Map.of("kind", kind, "message", message));
  }

  private static String kind(Throwable cause) {
    return switch (cause) {
      case ProtocolException _ -> "protocol";
      case DisarmedException refusal when refusal.state() == SafetyState.ERROR -> "error";
      case NotArmed _ -> "disarmed";
      case ArmException _ -> "arm";
      case IllegalArgumentException _ -> "refused";
      case IllegalStateException _ -> "state";
      case IOException _, UncheckedIOException _ -> "file";
      default -> "bug";
    };
  }

  private void answer(
      @Nullable Object id, String what, Map<String, ? extends @Nullable Object> facts) {
    var line = new LinkedHashMap<String, @Nullable Object>();
    line.put("id", id);
    line.put(what, facts);
    tell(Json.line(line));
  }

  void tell(String line) {
    out.accept(line);
  }

  /// Counts as one who has commanded this loop.
  void commands(long loop) {
    commanded = loop;
  }

  boolean hasCommanded(long loop) {
    return commanded == loop;
  }

  /// Keeps in mind what ends with it, if it does not end before.
  void keep(CompletionStage<?> move) {
    moves.incrementAndGet();
    var _ = move.whenComplete((_, _) -> moves.decrementAndGet());
  }

  /// Keeps in mind what ends with it, if it does not end before.
  void keep(Recording recording) {
    recordings.add(recording);
    var _ = recording.ended().whenComplete((_, _) -> recordings.remove(recording));
  }

  /// Says that the client is gone: what it recorded ends, its move ends, and if it was the last
  /// that commanded the arm, the arm is brought to rest, or held.
  public void leave() {
    recordings.forEach(Recording::stop);
    desk.left(this, moves.get() > 0);
  }
}
