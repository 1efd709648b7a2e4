package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.QueueBound;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FlightRecorderTest {
  private static final String PREFIX = "dev.terrarium.pipeline.";

  private final List<String> diary = Collections.synchronizedList(new ArrayList<>());
  private final Probe probe =
      new Probe(diary)
          .with("a", (item, out) -> out.emit(item))
          .with(
              "refuse2",
              (item, out) -> {
                if (item.equals("2")) {
                  throw new IllegalStateException("no twos");
                }
                out.emit(item);
              });

  @TempDir Path folder;

  @Test
  void recordsARunWithWhatWentInAndOut() throws IOException {
    var monitors = new ArrayList<RunMonitor>();
    var pipeline = Pipeline.of(Chains.of(probe, "a")).monitored(monitors::add);

    var events = recorded("Run", () -> pipeline.run(List.of("1", "2", "3").iterator(), _ -> {}));

    assertThat(events).hasSize(1);
    assertThat(events.getFirst().getString("pipeline")).isEqualTo("test");
    assertThat(events.getFirst().getString("run")).isEqualTo(monitors.getFirst().id());
    assertThat(events.getFirst().getLong("itemsIn")).isEqualTo(3);
    assertThat(events.getFirst().getLong("itemsOut")).isEqualTo(3);
    assertThat(events.getFirst().getString("outcome")).isEqualTo("completed");
  }

  @Test
  void recordsThatARunFailed() throws IOException {
    var pipeline = Pipeline.of(Chains.of(probe, "refuse2"));

    var events = recorded("Run", () -> pipeline.run(List.of("1", "2").iterator(), _ -> {}));

    assertThat(events).extracting(event -> event.getString("outcome")).containsExactly("failed");
  }

  @Test
  void recordsWhichItemANodeWorkedOn() throws IOException {
    var pipeline = Pipeline.of(Chains.of(probe, "a", "refuse2"));

    var events = recorded("NodeItem", () -> pipeline.run(List.of("1", "2").iterator(), _ -> {}));

    assertThat(events)
        .extracting(event -> event.getString("node") + event.getLong("item"))
        .containsExactly("refuse20", "a0", "refuse21", "a1");
    assertThat(events)
        .extracting(event -> event.getLong("inputItem"))
        .containsExactly(0L, 0L, 1L, 1L);
  }

  @Test
  void recordsWhoWaitedForRoomInAQueue() throws IOException {
    var putting = new AtomicReference<Thread>();
    var slow =
        new Probe(diary)
            .with(
                "quick",
                (item, out) -> {
                  if (item.equals("3")) {
                    putting.set(Thread.currentThread());
                  }
                  out.emit(item);
                })
            .with(
                "slow",
                (item, _) -> {
                  if (item.equals("1")) {
                    awaitWaiting(putting);
                  }
                });
    var conduct =
        new Conduct(
            false,
            Conduct.Isolation.INLINE,
            new ErrorPolicy.Fail(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new QueueBound(1, QueueBound.Policy.BLOCK)));
    var chain =
        Chains.graph(
            slow, Map.of("slow", conduct), List.of("quick", "slow"), List.of("quick > slow"));
    var input = List.of("1", "2", "3").iterator();

    var events =
        recorded("QueueFull", () -> Pipeline.of(chain).run(new Feed.Stream(input), (_, _) -> {}));

    assertThat(events)
        .extracting(event -> event.getString("from") + " > " + event.getString("to"))
        .contains("quick > slow");
  }

  @Test
  void recordsNoItemThatIsQuickerThanTheThreshold() throws IOException {
    var pipeline = Pipeline.of(Chains.of(probe, "a"));

    var events =
        recorded(
            "NodeItem",
            Duration.ofMinutes(5),
            () -> pipeline.run(List.of("1", "2").iterator(), _ -> {}));

    assertThat(events).isEmpty();
  }

  private static void awaitWaiting(AtomicReference<Thread> reference) {
    while (reference.get() == null || reference.get().getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private List<RecordedEvent> recorded(String name, Runnable work) throws IOException {
    return recorded(name, Duration.ZERO, work);
  }

  private List<RecordedEvent> recorded(String name, Duration threshold, Runnable work)
      throws IOException {
    var file = folder.resolve("recording.jfr");
    try (var recording = new Recording()) {
      recording.enable(PREFIX + name).withThreshold(threshold);
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(PREFIX + name))
        .toList();
  }
}
