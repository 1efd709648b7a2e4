package dev.terrarium.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.Results;
import dev.terrarium.pipeline.run.RunMonitor;
import dev.terrarium.pipeline.run.RunReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsTest {
  private static final Results NOBODY = (_, _) -> {};

  private final PrometheusMetrics metrics = new PrometheusMetrics();
  private final List<RunMonitor> runs = new ArrayList<>();

  @Test
  void countsWhatEachNodeDidForPrometheus() {
    chain("sum").run(batch(1, 2, 3), NOBODY);

    var text = Exposition.of(metrics);

    assertThat(text.types())
        .containsEntry("terrarium_node_items_in_total", "counter")
        .containsEntry("terrarium_wire_depth", "gauge")
        .containsEntry("terrarium_node_work_seconds", "summary");
    assertThat(text.value("terrarium_pipeline_runs_total{pipeline=sum}")).isEqualTo("1");
    assertThat(text.value("terrarium_pipeline_running{pipeline=sum}")).isEqualTo("0");
    assertThat(text.value("terrarium_pipeline_items_in_total{pipeline=sum}")).isEqualTo("3");
    assertThat(text.value("terrarium_node_items_in_total{node=add, pipeline=sum}")).isEqualTo("3");
    assertThat(text.value("terrarium_node_failures_total{node=add, pipeline=sum}")).isEqualTo("0");
    assertThat(text.value("terrarium_node_work_seconds_count{node=add, pipeline=sum}"))
        .isEqualTo("3");
    assertThat(text.value("terrarium_wire_items_total{from=add, pipeline=sum, to=left}"))
        .isEqualTo("3");
    assertThat(text.value("terrarium_wire_items_total{from=left, pipeline=sum, to=-}"))
        .isEqualTo("3");
  }

  @Test
  void tellsTimesInSecondsAsTheReportDoes() {
    chain("sum").run(batch(1, 2, 3), NOBODY);
    var report = report();

    var text = Exposition.of(metrics);

    assertThat(text.value("terrarium_pipeline_seconds_total{pipeline=sum}"))
        .isEqualByComparingTo(seconds(report.totalNanos()));
    assertThat(text.value("terrarium_node_work_seconds_sum{node=add, pipeline=sum}"))
        .isEqualByComparingTo(seconds(report.nodes().getFirst().workNanos()));
    assertThat(text.value("terrarium_node_work_seconds{node=add, pipeline=sum, quantile=0.99}"))
        .isEqualByComparingTo(seconds(report.nodes().getFirst().latency().p99Nanos()));
  }

  @Test
  void letsCountersGoOnFromRunToRun() {
    var pipeline = chain("sum");
    pipeline.run(batch(1, 2, 3), NOBODY);
    var first = Exposition.of(metrics);

    pipeline.run(batch(4), NOBODY);
    var second = Exposition.of(metrics);

    assertThat(second.value("terrarium_node_items_in_total{node=add, pipeline=sum}"))
        .isEqualTo("4");
    assertThat(second.value("terrarium_pipeline_runs_total{pipeline=sum}")).isEqualTo("2");
    assertThat(second.samples().keySet()).containsAll(first.samples().keySet());
    second
        .samples()
        .forEach((name, value) -> {
          if (name.contains("_total") || name.contains("_sum") || name.contains("_count")) {
            assertThat(value).isGreaterThanOrEqualTo(first.value(name));
          }
        });
  }

  @Test
  void tellsOfARunThatIsUnderWay() {
    var during = new ArrayList<Exposition>();
    chain("sum").run(batch(1), (_, _) -> during.add(Exposition.of(metrics)));

    assertThat(during.getFirst().value("terrarium_pipeline_running{pipeline=sum}")).isEqualTo("1");
    assertThat(during.getFirst().value("terrarium_node_items_in_total{node=add, pipeline=sum}"))
        .isEqualTo("1");
  }

  @Test
  void escapesANameThatIsNotPlain() {
    var name = "a \\ \" b\nc";
    chain("a \\\\ \\\" b\\nc").run(batch(1), NOBODY);

    var text = Exposition.of(metrics);

    assertThat(text.value("terrarium_pipeline_runs_total{pipeline=" + name + "}")).isEqualTo("1");
  }

  @Test
  void writesNothingBeforeTheFirstRun() {
    assertThat(Exposition.of(metrics).samples()).isEmpty();
  }

  @Test
  void writesTheReportAsJsonWithUnitsInTheNames() throws IOException {
    chain("sum").run(batch(1, 2, 3), NOBODY);
    var report = report();

    var json = numbers(MetricsJson.text(runs.getFirst(), Optional.of("a \"fault\"")));

    assertThat(json)
        .containsEntry("/items_in", new BigDecimal(3))
        .containsEntry("/nodes/0/items_out", new BigDecimal(3))
        .containsEntry("/wires/0/dropped", new BigDecimal(0))
        .containsKeys("/first_output_seconds", "/nodes/1/item_seconds/p99");
    assertThat(json.get("/total_seconds")).isEqualByComparingTo(seconds(report.totalNanos()));
    assertThat(json.get("/nodes/0/work_seconds"))
        .isEqualByComparingTo(seconds(report.nodes().getFirst().workNanos()));
  }

  private RunReport report() {
    return runs.getFirst().report();
  }

  /// A node with two after it, so that there are queues.
  private Pipeline chain(String name) {
    var manifest =
        """
        {"version": "v1", "metadata": {"name": "%s"}, "nodes": [
          {"id": "add", "node_type": "AddNode", "params": {"addend": 1}},
          {"id": "left", "node_type": "PassThrough"},
          {"id": "right", "node_type": "PassThrough"}],
         "connections": [{"from": "add", "to": "left"}, {"from": "add", "to": "right"}]}
        """
            .formatted(name);
    var reader =
        new ManifestReader(
            NodeCatalog.load(Settings.of()), new Machine(4, 8L << 30, "x86_64", List.of()));
    return Pipeline.read(manifest, reader).monitored(metrics::add).monitored(runs::add);
  }

  private static Feed batch(Object... items) {
    return new Feed.Batch(List.of(items));
  }

  private static BigDecimal seconds(long nanos) {
    return new BigDecimal(nanos).movePointLeft(9);
  }

  /// The numbers of a document by their places.
  private static Map<String, BigDecimal> numbers(String json) throws IOException {
    var numbers = new HashMap<String, BigDecimal>();
    try (var parser = new JsonFactory().createParser(json)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
          numbers.put(
              parser.getParsingContext().pathAsPointer().toString(), parser.getDecimalValue());
        }
      }
    }
    return numbers;
  }
}
