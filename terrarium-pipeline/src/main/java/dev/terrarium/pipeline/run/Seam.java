package dev.terrarium.pipeline.run;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where foreign values come to a node and leave it.
///
/// @param givers the nodes that may have made those that come
/// @param makers the nodes that may have made those that leave: itself, or those before it
/// @param leaving what becomes of those that leave, where the node's policy is to hold for them
record Seam(List<NodeId> givers, List<NodeId> makers, Leaving leaving) {
  Seam {
    givers = List.copyOf(givers);
    makers = List.copyOf(makers);
  }

  /// What becomes of a foreign value that a node emits.
  enum Leaving {
    /// It goes on, since nobody behind the node needs it in Java.
    AS_IS,
    /// It goes on if it can be converted, since one of several behind the node needs it in Java.
    CHECKED,
    /// It goes on converted, since the only one behind the node needs it in Java.
    CONVERTED
  }

  /// Says that a value that came cannot be converted.
  MarshalException refusal(Place place, ConversionFault fault) {
    return new MarshalException(place, fault, givers);
  }

  /// Converts a value that leaves, if it is foreign.
  ///
  /// @throws MarshalException if it cannot be converted
  @Nullable Object inJava(Place place, @Nullable Object item) {
    try {
      return item instanceof ForeignValue foreign ? foreign.toJava() : item;
    } catch (ConversionFault fault) {
      var others = makers.equals(List.of(place.node())) ? List.<NodeId>of() : makers;
      throw new MarshalException(place, fault, others);
    }
  }

  /// Returns an outlet by which values leave so that one that cannot be converted is a failure of
  /// the node that emits it.
  Outlet outlet(Stage stage, Outlet out) {
    return switch (leaving) {
      case AS_IS -> out;
      case CHECKED ->
          item -> {
            var _ = inJava(stage.place(), item);
            out.emit(item);
          };
      case CONVERTED -> item -> out.emit(inJava(stage.place(), item));
    };
  }
}
