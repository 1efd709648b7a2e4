package dev.terrarium.cli;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.json.JsonOutput;
import dev.terrarium.pipeline.json.OutputException;
import dev.terrarium.pipeline.manifest.TypedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts what leaves a pipeline into JSON: line by line as it leaves, or one document at the end.
final class Outputs {
  /// The shape of the result.
  ///
  /// @param lines one line for each output, as it leaves; otherwise one document at the end
  /// @param bySink whether outputs stand under the name of their sink
  record Shape(boolean lines, boolean bySink) {}

  private final Shape shape;
  private final Destination destination;
  private final JsonOutput json;
  private final Map<String, List<String>> texts = new LinkedHashMap<>();
  private long count;
  private boolean isFinished;

  /// @param sinks the names of all sinks, in their order
  /// @param names how types are named that JSON lacks
  /// @param warnings takes what is odd about a value, such as a NaN
  Outputs(
      Shape shape,
      List<String> sinks,
      Destination destination,
      JsonOutput.Names names,
      Consumer<String> warnings) {
    this.shape = shape;
    this.destination = destination;
    this.json = new JsonOutput(warnings, JsonOutput.Bytes.REFUSED, names);
    sinks.forEach(sink -> texts.put(sink, new ArrayList<>()));
  }

  /// Returns in which language types are best named to whoever wrote these nodes.
  static JsonOutput.Names names(List<TypedNode> nodes) {
    boolean hasPython =
        nodes.stream().anyMatch(node -> node.type().runtime() == NodeRuntime.CPYTHON);
    return hasPython ? JsonOutput.Names.PYTHON : JsonOutput.Names.JAVA;
  }

  /// Takes one output.
  ///
  /// @param inputItem the number of the input item it came of; negative if it came of none
  void add(String sink, @Nullable Object value, long inputItem) {
    var text = text(sink, value, inputItem);
    count++;
    if (shape.lines()) {
      destination.write((shape.bySink() ? "{" + json.text(sink) + ":" + text + "}" : text) + "\n");
    } else {
      texts.computeIfAbsent(sink, _ -> new ArrayList<>()).add(text);
    }
  }

  /// Writes what is still to be written: all outputs were taken.
  void finish() {
    isFinished = true;
    if (!shape.lines()) {
      destination.write((shape.bySink() ? bySink() : inARow()) + "\n");
    }
    destination.commit();
  }

  /// Returns what was taken and not written: an object from each sink to its outputs, or nothing.
  Optional<String> unwritten() {
    return shape.lines() || isFinished ? Optional.empty() : Optional.of(bySink());
  }

  private String inARow() {
    if (count == 1) {
      return texts.values().stream().flatMap(List::stream).collect(Collectors.joining());
    }
    return texts.values().stream().flatMap(List::stream).collect(Collectors.joining(",", "[", "]"));
  }

  private String bySink() {
    return texts.entrySet().stream()
        .map(sink -> json.text(sink.getKey()) + ":[" + String.join(",", sink.getValue()) + "]")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private String text(String sink, @Nullable Object value, long inputItem) {
    try {
      return json.text(value);
    } catch (OutputException failure) {
      var origin = inputItem < 0 ? OptionalLong.empty() : OptionalLong.of(inputItem);
      throw new ComplaintException(Complaint.output(failure, new NodeId(sink), count, origin));
    }
  }
}
