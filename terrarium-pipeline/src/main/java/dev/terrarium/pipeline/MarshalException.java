package dev.terrarium.pipeline;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.NodeId;
import java.util.List;
import java.util.stream.Collectors;

/// A value that could not cross between languages: at which node, on which item, where in it.
public final class MarshalException extends PipelineException {
  private static final long serialVersionUID = 1L;

  private final transient Place place;
  private final transient List<NodeId> givers;
  private final String path;
  private final String reason;

  /// @param place the node at whose input or output the value was
  /// @param fault what could not be converted
  public MarshalException(Place place, ConversionFault fault) {
    this(place, fault, List.of());
  }

  /// @param place the node at whose input or output the value was
  /// @param fault what could not be converted
  /// @param givers the other nodes of which one made the value; empty if that is not known
  public MarshalException(Place place, ConversionFault fault, List<NodeId> givers) {
    this(place, fault, List.copyOf(givers), reason(fault, givers));
  }

  private MarshalException(Place place, ConversionFault fault, List<NodeId> givers, String reason) {
    super(place + ": " + reason, fault);
    this.place = place;
    this.givers = givers;
    this.path = fault.path();
    this.reason = reason;
  }

  private static String reason(ConversionFault fault, List<NodeId> givers) {
    var whole = fault.whole().isEmpty() ? "" : " of " + fault.whole();
    return "the value at %s%s%s cannot be converted: %s"
        .formatted(fault.path(), whole, given(givers), fault.getMessage());
  }

  private static String given(List<NodeId> givers) {
    var names = givers.stream().map(NodeId::value).collect(Collectors.joining(", "));
    return switch (givers.size()) {
      case 0 -> "";
      case 1 -> ", which node " + names + " gave,";
      default -> ", which one of the nodes " + names + " gave,";
    };
  }

  /// Returns what went wrong, without where.
  public String reason() {
    return reason;
  }

  /// Returns where in the run it happened.
  public Place place() {
    return place;
  }

  /// Returns the other nodes of which one made the value; empty if it is that of [#place()] itself,
  /// or not known.
  public List<NodeId> givers() {
    return givers;
  }

  /// Returns where in the value the offending part is, from `$`.
  public String path() {
    return path;
  }
}
