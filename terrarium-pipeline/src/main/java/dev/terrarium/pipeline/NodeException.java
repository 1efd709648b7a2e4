package dev.terrarium.pipeline;

import java.util.Objects;
import java.util.Optional;

/// A node that failed: which one, on which item, and how.
///
/// Failures of other nodes' clean-up that followed are its suppressed exceptions.
public final class NodeException extends PipelineException {
  private static final long serialVersionUID = 1L;

  private static final Tries ONE = new Tries(1, "");

  private final transient Place place;
  private final transient Tries tries;
  private final String type;
  private final String detail;
  private final String traceback;

  /// How often an item was tried.
  ///
  /// @param words what that adds to a place; empty if there is nothing to say
  private record Tries(int attempts, String words) {}

  private NodeException(
      Place place, Tries tries, String type, String detail, String traceback, Throwable cause) {
    super(place + tries.words() + ": " + reason(type, detail, cause), cause);
    this.place = place;
    this.tries = tries;
    this.type = type;
    this.detail = detail;
    this.traceback = traceback;
  }

  /// Wraps what a node threw.
  public static NodeException of(Place place, Throwable thrown) {
    if (thrown instanceof ForeignException foreign) {
      return new NodeException(
          place, ONE, foreign.type(), foreign.detail(), foreign.traceback(), foreign);
    }
    var detail = Optional.ofNullable(thrown.getMessage()).orElse("");
    var traceback = isOurs(thrown) ? "" : Traces.of(thrown);
    return new NodeException(place, ONE, typeOf(thrown), detail, traceback, thrown);
  }

  /// Returns the same, of an item that `retry` was there for.
  ///
  /// @param attempts how often it was tried
  /// @param isNamed whether the type is one that is tried again
  public NodeException tried(int attempts, boolean isNamed) {
    var words =
        (attempts > 1 ? " after " + attempts + " attempts" : "")
            + (isNamed ? "" : ", and is not tried again unless retry.on names " + type);
    var tried = new Tries(attempts, words);
    return new NodeException(
        place, tried, type, detail, traceback, Objects.requireNonNull(getCause()));
  }

  private static String reason(String type, String detail, Throwable cause) {
    if (FullHeap.isReasonOf(cause)) {
      return FullHeap.sentence();
    }
    if (detail.isEmpty()) {
      return type;
    }
    return isOurs(cause) && !(cause instanceof KnownByName) ? detail : type + ": " + detail;
  }

  /// Whether it is an exception of Terrarium's, which says in its message all there is to say.
  private static boolean isOurs(Throwable thrown) {
    return thrown instanceof Exception
        && !(thrown instanceof ForeignException)
        && thrown.getClass().getName().startsWith("dev.terrarium.");
  }

  private static String typeOf(Throwable thrown) {
    var type = thrown.getClass();
    if (isOurs(thrown)) {
      return type.getSimpleName().replaceFirst("Exception$", "");
    }
    return "java.lang".equals(type.getPackageName()) ? type.getSimpleName() : type.getName();
  }

  /// Returns what went wrong, without where.
  public String reason() {
    return reason(type, detail, Objects.requireNonNull(getCause()));
  }

  /// Returns how often the item was tried.
  public int attempts() {
    return tries.attempts();
  }

  /// Returns what the attempts add to the place, such as ` after 3 attempts`; may be empty.
  public String tried() {
    return tries.words();
  }

  /// Returns where it happened.
  public Place place() {
    return place;
  }

  /// Returns the type of what was thrown: a bare name for a language's own, dotted otherwise.
  public String type() {
    return type;
  }

  /// Returns the message of what was thrown, without its type; may be empty.
  public String detail() {
    return detail;
  }

  /// Returns the traceback in the words of the node's language.
  public String traceback() {
    return traceback;
  }
}
