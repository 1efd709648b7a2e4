package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.WorkerReport.State;
import dev.terrarium.pipeline.metrics.MetricsJson;
import dev.terrarium.pipeline.metrics.PrometheusMetrics;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.RunMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is told of worker processes, while they are at work and afterwards.
@Tag("native")
@Timeout(60)
class FiguresTest {
  private static final String NODES =
      """
      import os, signal, sys, time
      def node(item):
          if item == "crash":
              sys.stderr.write("bye\\n")
              sys.stderr.flush()
              os._exit(5)
          if item == "hang":
              signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
              while True: pass
          if item == "work":
              end = time.process_time() + 0.3
              while time.process_time() < end: pass
          if item == "wait":
              while not os.path.exists(__file__ + ".go"): time.sleep(0.001)
          return os.getpid()
      """;

  private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<RunMonitor> monitor = new AtomicReference<>();
  private final Handler handler = new Noting(logged);
  private final Logger logger = Logger.getLogger(Figures.class.getPackageName());

  @RegisterExtension final WorkerPlace place = WorkerPlace.open();
  private final Path folder = place.folder();

  @BeforeEach
  void open() throws Exception {
    place.module(NODES);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private List<@Nullable Object> run(List<Object> items, String settings) {
    var out = new ArrayList<@Nullable Object>();
    var outcome =
        place
            .pipeline("@:node | " + settings)
            .monitored(monitor::set)
            .run(new Feed.Batch(items), (_, value) -> out.add(value));
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return out;
  }

  private List<WorkerReport> workers() {
    return monitor.get().report().nodes().getFirst().workers();
  }

  @Test
  void tellsWhatEachProcessDidAndTook() {
    var out = run(List.of("work", "work", "work"), "\"workers\": 1");

    var worker = workers().getFirst();
    assertThat(workers()).hasSize(1);
    assertThat(worker.number()).isEqualTo(1);
    assertThat(worker.pid()).hasValue((Long) out.getFirst());
    assertThat(worker.state()).isEqualTo(State.CLOSED);
    assertThat(worker.items()).isEqualTo(3);
    assertThat(worker.crashes()).isZero();
    assertThat(worker.restarts()).isZero();
    assertThat(Duration.ofNanos(worker.cpuNanos().orElseThrow()))
        .isGreaterThan(Duration.ofMillis(850));
    assertThat(worker.memoryBytes().orElseThrow()).isBetween(5L << 20, 500L << 20);
    assertThat(worker.peakMemoryBytes().orElseThrow())
        .isGreaterThanOrEqualTo(worker.memoryBytes().orElseThrow());
    assertThat(logged).isEmpty();
  }

  @Test
  void countsProcessorTimeOfTheRunAlone() {
    run(List.of("work", "work"), "\"workers\": 1");
    run(List.of("pid"), "\"workers\": 1");

    assertThat(Duration.ofNanos(workers().getFirst().cpuNanos().orElseThrow()))
        .isLessThan(Duration.ofMillis(300));
  }

  @Test
  void tellsNoProcessorTimeOfAProcessThatCrashedBeforeAnybodyAsked() throws Exception {
    var metrics = new PrometheusMetrics();
    var text = new StringBuilder();

    place
        .pipeline("@:node | \"on_error\": \"skip\"")
        .monitored(monitor::set)
        .monitored(metrics::add)
        .run(new Feed.Batch(List.of("pid", "crash")), (_, _) -> {});

    metrics.write(text);
    var worker = workers().getFirst();
    assertThat(worker.crashes()).isEqualTo(1);
    assertThat(worker.cpuNanos()).isEmpty();
    assertThat(MetricsJson.text(monitor.get(), Optional.empty()))
        .contains("\"cpu_seconds\" : null");
    assertThat(text)
        .contains("terrarium_worker_crashes_total{")
        .doesNotContain("terrarium_worker_cpu_seconds_total{");
  }

  @Test
  void countsCrashesAndRestartsAndLogsEach() {
    var out = run(List.of("pid", "crash", "pid"), "\"on_error\": \"skip\"");

    var worker = workers().getFirst();
    assertThat(worker.items()).isEqualTo(3);
    assertThat(worker.crashes()).isEqualTo(1);
    assertThat(worker.restarts()).isEqualTo(1);
    assertThat(worker.pid()).hasValue((Long) out.getLast());
    assertThat(monitor.get().report().nodes().getFirst().firstFailure())
        .hasValue("item 1: WorkerCrashed: the worker process of node n0 ended with exit status 5");
    assertThat(logged)
        .containsExactly(
            "WARNING the worker process of node n0 ended with exit status 5 (process %d)"
                .formatted(out.getFirst()),
            "WARNING the worker process of node n0 is started again (process %d in the place of %d)"
                .formatted(out.getLast(), out.getFirst()));
  }

  @Test
  void tellsAKillFromACrash() {
    run(List.of("pid", "hang", "pid"), "\"on_error\": \"skip\", \"timeout_ms\": 1000");

    assertThat(workers().getFirst().crashes()).isZero();
    assertThat(workers().getFirst().restarts()).isEqualTo(1);
    assertThat(logged)
        .hasSize(2)
        .first()
        .asString()
        .startsWith(
            "WARNING the worker process of node n0 did not heed an interrupt, and was killed");
  }

  @Test
  void saysOfEachWhetherItIsAtWorkOrWaits() throws Exception {
    var pipeline = place.pipeline("@:node | \"workers\": 2").monitored(monitor::set);
    var go = folder.resolve(place.name() + ".py.go");
    var seen = new ArrayList<State>();
    var runner = Thread.ofPlatform().start(() -> pipeline.run(List.of("wait").iterator(), _ -> {}));
    try {
      while (seen.stream().noneMatch(State.WORKING::equals)) {
        seen.clear();
        if (monitor.get() != null) {
          workers().forEach(worker -> seen.add(worker.state()));
        }
      }
    } finally {
      Files.createFile(go);
      runner.join();
    }

    assertThat(seen).containsExactlyInAnyOrder(State.WORKING, State.IDLE);
    assertThat(workers()).extracting(WorkerReport::state).containsOnly(State.CLOSED);
  }

  @Test
  void remembersThatAWorkerWasGivenUp() {
    var figures = new Figures(Owner.of("n"));

    figures.gaveUp();
    figures.closed();

    assertThat(figures.report().state()).isEqualTo(State.GIVEN_UP);
    assertThat(figures.report().isThere()).isFalse();
  }

  @Test
  void goesOnWithTheCountsInTheNewerProcess() {
    var figures = new Figures(Owner.of("n"));
    figures.countItem();
    figures.crashed("it ended");

    var newer = figures.goOn();
    newer.countItem();
    figures.closed();

    assertThat(newer.report().items()).isEqualTo(2);
    assertThat(newer.report().crashes()).isEqualTo(1);
    assertThat(newer.report().state()).isEqualTo(State.OPENING);
    assertThat(figures.report().items()).isEqualTo(1);
  }

  @Test
  void tellsThemAsMetrics() throws Exception {
    var metrics = new PrometheusMetrics();
    var pipeline =
        place
            .pipeline("@:node | \"on_error\": \"skip\"")
            .monitored(monitor::set)
            .monitored(metrics::add);
    var during = new StringBuilder();
    var after = new StringBuilder();

    pipeline.run(
        new Feed.Batch(List.of("crash", "work")),
        (_, _) -> {
          try {
            metrics.write(during);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    metrics.write(after);

    var labels = "{pipeline=\"t\",node=\"n0\",worker=\"1\"} ";
    assertThat(during)
        .contains("terrarium_worker_items_total" + labels + "2")
        .contains("terrarium_worker_crashes_total" + labels + "1")
        .contains("terrarium_worker_restarts_total" + labels + "1")
        .contains("terrarium_worker_up" + labels + "1")
        .containsPattern("terrarium_worker_cpu_seconds_total\\Q" + labels + "\\E0\\.[3-9]")
        .containsPattern("terrarium_worker_memory_bytes\\Q" + labels + "\\E[1-9]\\d{6}");
    assertThat(after)
        .contains("terrarium_worker_items_total" + labels + "2")
        .contains("terrarium_worker_up" + labels + "0")
        .contains("terrarium_worker_memory_bytes" + labels + "0");
    assertThat(MetricsJson.text(monitor.get(), Optional.empty()))
        .containsPattern("\"pid\" : " + workers().getFirst().pid().orElseThrow())
        .containsPattern("\"state\" : \"closed\"")
        .containsPattern("\"crashes\" : 1,")
        .containsPattern("\"peak_memory_bytes\" : [1-9]\\d{6}");
  }

  @Test
  void recordsTheEndOfAWorkerInFlightRecordings() throws Exception {
    try (var recording = new Recording()) {
      recording.enable("dev.terrarium.pipeline.WorkerEnd");
      recording.start();
      var out = run(List.of("pid", "crash"), "\"on_error\": \"skip\"");
      recording.stop();
      var file = folder.resolve("run.jfr");
      recording.dump(file);

      var events =
          RecordingFile.readAllEvents(file).stream()
              .filter(each -> each.getEventType().getName().endsWith(".WorkerEnd"))
              .toList();
      assertThat(events).hasSize(1);
      var event = events.getFirst();
      assertThat(event.getString("node")).isEqualTo("n0");
      assertThat(event.getInt("worker")).isEqualTo(1);
      assertThat(event.getLong("process")).isEqualTo(out.getFirst());
      assertThat(event.getString("how")).endsWith("ended with exit status 5");
    }
  }

  private static final class Noting extends Handler {
    private final List<String> logged;

    Noting(List<String> logged) {
      this.logged = logged;
    }

    @Override
    public void publish(LogRecord each) {
      logged.add(each.getLevel() + " " + each.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
