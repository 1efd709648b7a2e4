package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Outlet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunContextTest {
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Probe probe =
      new Probe(Collections.synchronizedList(new ArrayList<>()))
          .with("a", new Telling("a"))
          .with("b", new Telling("b"))
          .with("c", new Telling("c"));

  /// A node that tells where it is, before and after it emits.
  private final class Telling implements Probe.Behaviour {
    private final String name;

    Telling(String name) {
      this.name = name;
    }

    @Override
    public void open() {
      tell("open");
    }

    @Override
    public void process(@Nullable Object item, Outlet out) {
      tell("before");
      out.emit(item);
      tell("after");
    }

    @Override
    public void flush(Outlet out) {
      tell("flush");
    }

    @Override
    public void close() {
      tell("close");
    }

    private void tell(String what) {
      told.add(name + " " + what + ": " + here());
    }
  }

  @Test
  void knowsTheNodeAndTheItemOnTheThreadThatWorks() {
    Pipeline.of(Chains.of(probe, "a", "b"))
        .run(List.of("x").iterator(), _ -> told.add("out: " + here()));

    assertThat(told)
        .containsExactly(
            "a open: a",
            "b open: b",
            "a before: a 0",
            "b before: b 0",
            "out: - 0",
            "b after: b 0",
            "a after: a 0",
            "a flush: a",
            "b flush: b",
            "b close: b",
            "a close: a");
    assertThat(RunContext.current()).isEmpty();
  }

  @Test
  void knowsTheNodeOnEachThreadOfAGraph() {
    var graph = Chains.graph(probe, List.of("a", "b", "c"), "a > b", "a > c");

    Pipeline.of(graph).run(new Feed.Stream(List.of("x").iterator()), (_, _) -> {});

    assertThat(told).contains("a before: a 0", "b before: b 0", "c after: c 0", "c close: c");
  }

  @Test
  void namesTheRunAsItsMonitorDoes() {
    var monitors = new ArrayList<RunMonitor>();
    var fields = new ArrayList<Map<String, String>>();
    var logging = new Probe(new ArrayList<>());
    var logger = Logger.getLogger("RunContextTest");
    logger.setUseParentHandlers(false);
    var handler = new Handing(fields);
    logger.addHandler(handler);
    logging.with("a", (_, _) -> logger.warning("of a node"));

    Pipeline.of(Chains.of(logging, "a"))
        .monitored(monitors::add)
        .run(List.of("x").iterator(), _ -> {});
    logger.removeHandler(handler);

    assertThat(fields)
        .containsExactly(
            Map.of(
                "pipeline",
                "test",
                "run",
                monitors.getFirst().id(),
                "node",
                "a",
                "input_item",
                "0"));
  }

  /// A handler that asks where a record was logged.
  private static final class Handing extends Handler {
    private final List<Map<String, String>> fields;

    Handing(List<Map<String, String>> fields) {
      this.fields = fields;
    }

    @Override
    public void publish(LogRecord record) {
      fields.add(RunContext.current().orElseThrow().fields());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static String here() {
    var context = RunContext.current().orElseThrow();
    var item = context.inputItem();
    return context.node().map(Object::toString).orElse("-")
        + (item.isPresent() ? " " + item.getAsLong() : "");
  }
}
