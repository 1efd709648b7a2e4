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

  /// @param place the node at whose input or output the value was
  /// @param fault what could not be converted
  public MarshalException(Place place, ConversionFault fault) {
    this(place, fault, List.of());
  }

  /// @param place the node at whose input or output the value was
  /// @param fault what could not be converted
  /// @param givers the other nodes of which one made the value; empty if that is not known
  public MarshalException(Place place, ConversionFault fault, List<NodeId> givers) {
    super(
        place
            + ": the value at "
            + fault.path()
            + given(givers)
            + " cannot be converted: "
            + fault.getMessage(),
        fault);
    this.place = place;
    this.givers = List.copyOf(givers);
    this.path = fault.path();
  }

  private static String given(List<NodeId> givers) {
    var names = givers.stream().map(NodeId::value).collect(Collectors.joining(", "));
    return switch (givers.size()) {
      case 0 -> "";
      case 1 -> ", which node " + names + " gave,";
      default -> ", which one of the nodes " + names + " gave,";
    };
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
