package dev.terrarium.pipeline;

import java.util.Optional;

/// A node that failed: which one, on which item, and how.
///
/// Failures of other nodes' clean-up that followed are its suppressed exceptions.
public final class NodeException extends PipelineException {
  private static final long serialVersionUID = 1L;

  private final transient Place place;
  private final String type;
  private final String detail;
  private final String traceback;

  private NodeException(
      Place place, String type, String detail, String traceback, Throwable cause) {
    super(place + ": " + type + (detail.isEmpty() ? "" : ": " + detail), cause);
    this.place = place;
    this.type = type;
    this.detail = detail;
    this.traceback = traceback;
  }

  /// Wraps what a node threw.
  public static NodeException of(Place place, Throwable thrown) {
    return switch (thrown) {
      case ForeignException foreign ->
          new NodeException(place, foreign.type(), foreign.detail(), foreign.traceback(), foreign);
      default ->
          new NodeException(
              place,
              typeOf(thrown),
              Optional.ofNullable(thrown.getMessage()).orElse(""),
              Traces.of(thrown),
              thrown);
    };
  }

  private static String typeOf(Throwable thrown) {
    var type = thrown.getClass();
    var room = type.getPackageName();
    boolean isKnown = "java.lang".equals(room) || room.startsWith("dev.terrarium.pipeline");
    return isKnown ? type.getSimpleName() : type.getName();
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
