package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Outlet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObserverTest {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final Probe probe =
      new Probe(Collections.synchronizedList(new ArrayList<>()))
          .with("pass", (item, out) -> out.emit(item))
          .with(
              "twice",
              (item, out) -> {
                out.emit(item);
                out.emit(item);
              })
          .with(
              "last",
              new Probe.Behaviour() {
                @Override
                public void process(@Nullable Object item, Outlet out) {}

                @Override
                public void flush(Outlet out) {
                  out.emit("end");
                }
              });
  private final Observer observer =
      new Observer() {
        @Override
        public void entered(NodeId node, long item, long inputItem, @Nullable Object value) {
          seen.add(node + " in " + item + " of " + inputItem + ": " + value);
        }

        @Override
        public void left(NodeId node, long item, long inputItem, @Nullable Object value) {
          seen.add(node + " out " + item + " of " + inputItem + ": " + value);
        }
      };

  @Test
  void seesWhatEntersAndLeavesEachNodeWithItsNumbers() {
    run(List.of("twice", "pass"), "x");

    assertThat(seen)
        .containsExactly(
            "twice in 0 of 0: x",
            "twice out 0 of 0: x",
            "pass in 0 of 0: x",
            "pass out 0 of 0: x",
            "twice out 0 of 0: x",
            "pass in 1 of 0: x",
            "pass out 1 of 0: x");
  }

  @Test
  void saysThatWhatIsFlushedComesOfNoItem() {
    run(List.of("last"), "x");

    assertThat(seen).containsExactly("last in 0 of 0: x", "last out -1 of -1: end");
  }

  @Test
  void endsTheRunByWhatItThrows() {
    Observer failing =
        new Observer() {
          @Override
          public void entered(NodeId node, long item, long inputItem, @Nullable Object value) {
            throw new IllegalStateException("enough");
          }

          @Override
          public void left(NodeId node, long item, long inputItem, @Nullable Object value) {}
        };

    var outcome =
        Pipeline.of(Chains.of(probe, "pass"))
            .observedBy(failing)
            .run(new Feed.Batch(List.of("x")), (_, _) -> {});

    assertThat(outcome)
        .asInstanceOf(type(Outcome.Failed.class))
        .extracting(failed -> failed.error().getMessage())
        .asString()
        .contains("enough");
  }

  private void run(List<String> types, Object... items) {
    Pipeline.of(Chains.of(probe, types.toArray(String[]::new)))
        .observedBy(observer)
        .run(new Feed.Batch(List.of(items)), (_, _) -> {});
  }
}
