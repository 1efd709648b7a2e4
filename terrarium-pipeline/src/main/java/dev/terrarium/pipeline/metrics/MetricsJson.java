package dev.terrarium.pipeline.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.run.Latency;
import dev.terrarium.pipeline.run.NodeReport;
import dev.terrarium.pipeline.run.RunMonitor;
import dev.terrarium.pipeline.run.WireReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;

/// What a run did as one JSON object; times are in seconds.
public final class MetricsJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private MetricsJson() {}

  /// Returns the object as text, indented.
  ///
  /// @param run the run, which may be under way
  /// @param error what went wrong, if something did
  public static String text(RunMonitor run, Optional<String> error) {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(run, error, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(RunMonitor run, Optional<String> error, JsonGenerator json)
      throws IOException {
    boolean hasEnded = run.hasEnded();
    var report = run.report();
    json.writeStartObject();
    json.writeStringField("pipeline", run.pipeline());
    json.writeStringField("run", run.id());
    json.writeBooleanField("ended", hasEnded);
    json.writeStringField("error", error.orElse(null));
    json.writeNumberField("items_in", report.itemsIn());
    json.writeNumberField("items_out", report.itemsOut());
    seconds("total_seconds", report.totalNanos(), json);
    if (report.firstOutputNanos().isPresent()) {
      seconds("first_output_seconds", report.firstOutputNanos().getAsLong(), json);
    } else {
      json.writeNullField("first_output_seconds");
    }
    seconds("input_wait_seconds", report.waitNanos(), json);
    seconds("delivery_seconds", report.deliveryNanos(), json);
    json.writeArrayFieldStart("nodes");
    for (var node : report.nodes()) {
      write(node, json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("wires");
    for (var wire : report.wires()) {
      write(wire, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(NodeReport node, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", node.id().value());
    json.writeStringField("node_type", node.nodeType());
    json.writeNumberField("items_in", node.itemsIn());
    json.writeNumberField("items_out", node.itemsOut());
    json.writeNumberField("failures", node.failures());
    json.writeStringField("first_failure", node.firstFailure().orElse(null));
    json.writeNumberField("retries", node.retries());
    json.writeNumberField("circuit_openings", node.circuitOpenings());
    json.writeBooleanField("left_early", node.leftEarly());
    seconds("open_seconds", node.openNanos(), json);
    seconds("work_seconds", node.workNanos(), json);
    seconds("close_seconds", node.closeNanos(), json);
    write(node.latency(), json);
    json.writeArrayFieldStart("workers");
    for (var worker : node.workers()) {
      write(worker, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(WorkerReport worker, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("worker", worker.number());
    count("pid", worker.pid(), json);
    json.writeStringField("state", worker.state().word());
    json.writeNumberField("items", worker.items());
    json.writeNumberField("crashes", worker.crashes());
    json.writeNumberField("restarts", worker.restarts());
    count("memory_bytes", worker.memoryBytes(), json);
    count("peak_memory_bytes", worker.peakMemoryBytes(), json);
    if (worker.cpuNanos().isPresent()) {
      seconds("cpu_seconds", worker.cpuNanos().getAsLong(), json);
    } else {
      json.writeNullField("cpu_seconds");
    }
    json.writeEndObject();
  }

  private static void count(String name, OptionalLong count, JsonGenerator json)
      throws IOException {
    if (count.isPresent()) {
      json.writeNumberField(name, count.getAsLong());
    } else {
      json.writeNullField(name);
    }
  }

  private static void write(Latency latency, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("item_seconds");
    seconds("mean", latency.meanNanos(), json);
    seconds("median", latency.medianNanos(), json);
    seconds("p95", latency.p95Nanos(), json);
    seconds("p99", latency.p99Nanos(), json);
    seconds("max", latency.maxNanos(), json);
    json.writeEndObject();
  }

  private static void write(WireReport wire, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("from", wire.from());
    json.writeStringField("to", wire.to());
    json.writeNumberField("items", wire.items());
    json.writeNumberField("dropped", wire.dropped());
    json.writeNumberField("waiting", wire.waiting());
    json.writeNumberField("deepest", wire.deepest());
    seconds("blocked_seconds", wire.blockedNanos(), json);
    json.writeEndObject();
  }

  private static void seconds(String name, long nanos, JsonGenerator json) throws IOException {
    json.writeNumberField(name, Family.seconds(nanos));
  }
}
