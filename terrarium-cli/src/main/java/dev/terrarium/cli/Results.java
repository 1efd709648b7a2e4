package dev.terrarium.cli;

import dev.terrarium.cli.output.JsonOutput;
import dev.terrarium.cli.output.OutputException;
import dev.terrarium.message.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts what leaves a pipeline into JSON: line by line as it leaves, or one document at the end.
final class Results {
  /// The shape of the result.
  ///
  /// @param lines one line for each output, as it leaves; otherwise one document at the end
  /// @param bySink whether outputs stand under the id of their sink
  record Shape(boolean lines, boolean bySink) {}

  private final Shape shape;
  private final NodeId sink;
  private final Destination destination;
  private final JsonOutput json;
  private final List<String> texts = new ArrayList<>();
  private long count;

  /// @param sink the node that outputs leave from
  /// @param warnings takes what is odd about a value, such as a NaN
  Results(Shape shape, NodeId sink, Destination destination, Consumer<String> warnings) {
    this.shape = shape;
    this.sink = sink;
    this.destination = destination;
    this.json = new JsonOutput(warnings);
  }

  /// Takes one output.
  ///
  /// @param inputItem the number of the input item it came of, as far as that is known
  void add(@Nullable Object value, OptionalLong inputItem) {
    var text = text(value, inputItem);
    count++;
    if (shape.lines()) {
      destination.write((shape.bySink() ? underSink("[" + text + "]") : text) + "\n");
    } else {
      texts.add(text);
    }
  }

  /// Writes what is still to be written: all outputs were taken.
  void finish() {
    if (!shape.lines()) {
      var list = "[" + String.join(",", texts) + "]";
      var unwrapped = texts.size() == 1 ? texts.getFirst() : list;
      destination.write((shape.bySink() ? underSink(list) : unwrapped) + "\n");
    }
    destination.commit();
  }

  private String text(@Nullable Object value, OptionalLong inputItem) {
    try {
      return json.text(value);
    } catch (OutputException failure) {
      throw new ComplaintException(Complaint.output(failure, sink, count, inputItem));
    }
  }

  private String underSink(String list) {
    return "{" + json.text(sink.value()) + ":" + list + "}";
  }
}
