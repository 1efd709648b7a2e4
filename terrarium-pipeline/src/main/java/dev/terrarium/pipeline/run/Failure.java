package dev.terrarium.pipeline.run;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.PipelineException;
import dev.terrarium.pipeline.Place;
import dev.terrarium.pipeline.Portrait;
import dev.terrarium.pipeline.json.JsonOutput;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An item that a node failed on, when the run goes on all the same.
///
/// @param item the item, as the node was to have it
record Failure(PipelineException error, Place place, @Nullable Object item) {
  /// What letters call the type of a value that cannot cross.
  static final String MARSHAL_ERROR = "MarshalError";

  private static final int LONGEST = 240;

  /// Says where and how it failed, on one line.
  String brief() {
    var where = place.item().isPresent() ? "item " + place.item().getAsLong() : "an item";
    return where + (error instanceof NodeException node ? node.tried() : "") + ": " + reason(error);
  }

  /// Says what went wrong, on one line.
  static String reason(PipelineException error) {
    return switch (error) {
      case NodeException node -> firstLine(node.reason());
      case MarshalException marshal -> firstLine(marshal.reason());
      default -> firstLine(String.valueOf(error.getMessage()));
    };
  }

  /// What leads to further lines is left out with them.
  private static String firstLine(String text) {
    var first = text.lines().findFirst().orElse("").strip();
    int clause = first.endsWith(":") && text.indexOf('\n') >= 0 ? first.lastIndexOf("; ") : -1;
    var line = clause < 0 ? first : first.substring(0, clause);
    return Portrait.shorten(line, LONGEST);
  }

  /// Returns what goes on in the item's place: an object with the one key `error`.
  Map<String, @Nullable Object> asData() {
    return Map.of("error", description());
  }

  /// Returns what goes elsewhere: the description, and the item as `value`, or, where that is not
  /// to be had, as a text for people, `value_described`.
  ///
  /// @param takesAll whether whoever takes it takes values that JSON cannot say
  Map<String, @Nullable Object> asLetter(boolean takesAll) {
    var letter = description();
    put(item, takesAll, letter);
    return letter;
  }

  private static void put(
      @Nullable Object value, boolean takesAll, Map<String, @Nullable Object> letter) {
    try {
      Object plain = value instanceof ForeignValue foreign ? foreign.toJava() : value;
      if (takesAll || JsonOutput.canSay(plain)) {
        letter.put("value", plain);
        return;
      }
    } catch (ConversionFault unfit) {
      // Most likely this is why the node failed; it is described below.
    }
    letter.put("value_described", Portrait.of(value));
  }

  private Map<String, @Nullable Object> description() {
    var described = new LinkedHashMap<String, @Nullable Object>();
    described.put("node", place.node().value());
    place.item().ifPresent(number -> described.put("item", number));
    place.inputItem().ifPresent(number -> described.put("input_item", number));
    switch (error) {
      case NodeException node -> {
        described.put("type", node.type());
        described.put("message", node.detail());
        described.put("traceback", node.traceback());
        if (node.attempts() > 1) {
          described.put("attempts", node.attempts());
        }
      }
      case MarshalException marshal -> {
        described.put("type", MARSHAL_ERROR);
        described.put("message", String.valueOf(marshal.getMessage()));
        described.put("path", marshal.path());
      }
      default -> described.put("message", String.valueOf(error.getMessage()));
    }
    return described;
  }
}
