package dev.terrarium.pipeline.data;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.SourceNode;
import java.util.Map;

/// What a program holds of pipelines' ends, for [dev.terrarium.pipeline.Settings].
///
/// @param sources by the id of the DataSourceNode that emits what is put in
/// @param sinks by the id of the DataSinkNode that hands its items over
public record DataPorts(Map<NodeId, DataSource> sources, Map<NodeId, DataSink> sinks) {
  public DataPorts {
    sources = Map.copyOf(sources);
    sinks = Map.copyOf(sinks);
  }

  /// Holds nothing.
  public static DataPorts none() {
    return new DataPorts(Map.of(), Map.of());
  }

  /// Makes the node that emits what is put into the source of its id.
  ///
  /// @param context with `buffer_size` and `timeout_seconds`
  /// @throws IllegalStateException if there is no such source
  public SourceNode source(NodeContext context) {
    var source = sources.get(context.id());
    if (source == null) {
      throw new IllegalStateException(
          "No program puts items in: load the node types with Settings that hold DataPorts with a"
              + " DataSource for '"
              + context.id()
              + "', or leave the node out and give the pipeline its items as input");
    }
    return new SourceEnd(context, source);
  }

  /// Makes the node that hands items to the sink of its id.
  ///
  /// @param context with `buffer_size` and `buffer_output`
  /// @throws IllegalStateException if there is no such sink, or it is of the other kind
  public Node sink(NodeContext context) {
    var sink = sinks.get(context.id());
    if (sink == null) {
      throw new IllegalStateException(
          "No program takes items out: load the node types with Settings that hold DataPorts with a"
              + " DataSink for '"
              + context.id()
              + "', or leave the node out and take the pipeline's output");
    }
    boolean keeps = context.parameters().flag("buffer_output");
    if (sink.consumer().isPresent() == keeps) {
      throw new IllegalStateException(
          keeps
              ? "The data sink has a consumer, so buffer_output must be false"
              : "The data sink keeps items, so buffer_output must be true");
    }
    return new SinkEnd(context, sink);
  }
}
