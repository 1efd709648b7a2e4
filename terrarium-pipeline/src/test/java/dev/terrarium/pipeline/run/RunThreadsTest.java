package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Outlet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunThreadsTest {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final Probe probe =
      new Probe(Collections.synchronizedList(new ArrayList<>()))
          .with("a", new Looking("a"))
          .with("b", new Looking("b"))
          .with("c", new Looking("c"));

  /// A node that looks which nodes its own stack shows, in all that is called of it.
  private final class Looking implements Probe.Behaviour {
    private final String name;

    Looking(String name) {
      this.name = name;
    }

    @Override
    public void open() {
      look("open");
    }

    @Override
    public void process(@Nullable Object item, Outlet out) {
      look("process");
      out.emit(item);
    }

    @Override
    public void flush(Outlet out) {
      look("flush");
      if (name.equals("a")) {
        out.emit("rest");
      }
    }

    @Override
    public void close() {
      look("close");
    }

    private void look(String what) {
      var frames = Arrays.asList(Thread.currentThread().getStackTrace()).reversed();
      try (var threads = RunThreads.watch()) {
        threads.now().stream()
            .filter(at -> at.thread().equals(Thread.currentThread()))
            .forEach(at -> {
              var stack = new RunStack(at, frames);
              seen.add("%s %s: %s of %s".formatted(name, what, stack.nodes().values(), at.units()));
              assertThat(stack.nodes().keySet()).allMatch(index -> index >= stack.begin());
              assertThat(frames.get(stack.begin() - 1).getClassName())
                  .isEqualTo(Segment.class.getName());
            });
      }
    }
  }

  @Test
  void showWhichNodesAreAtWorkOnAStack() {
    try (var _ = RunThreads.watch()) {
      Pipeline.of(Chains.of(probe, "a", "b", "c")).run(List.of("item").iterator(), _ -> {});
    }

    assertThat(seen)
        .containsExactly(
            "a open: [a] of [a, b, c]",
            "b open: [b] of [a, b, c]",
            "c open: [c] of [a, b, c]",
            "a process: [a] of [a, b, c]",
            "b process: [a, b] of [a, b, c]",
            "c process: [a, b, c] of [a, b, c]",
            "a flush: [a] of [a, b, c]",
            "b process: [a, b] of [a, b, c]",
            "c process: [a, b, c] of [a, b, c]",
            "b flush: [b] of [a, b, c]",
            "c flush: [c] of [a, b, c]",
            "c close: [c] of [a, b, c]",
            "b close: [b] of [a, b, c]",
            "a close: [a] of [a, b, c]");
  }

  @Test
  void areNotKeptWhereNobodyAsks() {
    Pipeline.of(Chains.of(probe, "a")).run(List.of("item").iterator(), _ -> {});

    assertThat(seen).isEmpty();
    try (var threads = RunThreads.watch()) {
      assertThat(threads.now()).isEmpty();
    }
  }

  @Test
  void waitForNothingWhereTheyAreBusy() {
    var at = new RunThreads.AtWork(Thread.currentThread(), "a", List.of("a"), Optional.empty());
    var taking = List.of(new StackTraceElement(WireQueue.class.getName(), "take", "", 1));
    var putting = List.of(new StackTraceElement(WireQueue.class.getName(), "put", "", 1));
    var reading = List.of(new StackTraceElement(FeedInlet.class.getName(), "advance", "", 1));

    assertThat(new RunStack(at, taking).wait(true)).contains("waiting for input");
    assertThat(new RunStack(at, reading).wait(true)).contains("waiting for input");
    assertThat(new RunStack(at, putting).wait(true)).contains("waiting for room in a queue");
    assertThat(new RunStack(at, taking).wait(false)).isEmpty();
    assertThat(new RunStack(at, List.of()).wait(true)).isEmpty();
  }
}
