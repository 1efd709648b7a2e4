package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Place;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunFailureTest {
  private final List<String> diary = new ArrayList<>();
  private final List<@Nullable Object> out = new ArrayList<>();
  private final Probe probe =
      new Probe(diary)
          .with("pass", (item, out) -> out.emit(item))
          .with(
              "twice",
              (item, out) -> {
                out.emit(item);
                out.emit(item);
              })
          .with(
              "refuseThree",
              (item, out) -> {
                if (Integer.valueOf(3).equals(item)) {
                  throw new IllegalStateException("no threes");
                }
                out.emit(item);
              })
          .with(
              "swallow",
              (item, out) -> {
                try {
                  out.emit(item);
                } catch (RuntimeException _) {
                  diary.add("swallowed");
                }
              })
          .with("badClose", closing(new IllegalStateException("stuck")))
          .with("badOpen", opening(new IllegalArgumentException("no model")));

  @AfterEach
  void clearTheInterrupt() {
    assertThat(Thread.interrupted()).as("an interrupt was left behind").isFalse();
  }

  @Test
  void saysWhichNodeFailedOnWhichItemAndHow() {
    var outcome = run(List.of(1, 2, 3, 4), "twice", "refuseThree");

    var error = nodeError(outcome);
    assertThat(error)
        .hasMessage("Node refuseThree failed on item 4: IllegalStateException: no threes");
    assertThat(error.place().item()).hasValue(4);
    assertThat(error.place().inputItem()).hasValue(2);
    assertThat(error.type()).isEqualTo("IllegalStateException");
    assertThat(error.detail()).isEqualTo("no threes");
    assertThat(error.traceback()).contains("RunFailureTest");
    assertThat(out).containsExactly(1, 1, 2, 2);
  }

  @Test
  void keepsTypeMessageAndTracebackOfAnotherLanguage() {
    var source =
        probe.with(
            "python",
            (_, _) -> {
              throw new ForeignException("ValueError", "too loud", "Traceback …", new Exception());
            });

    var error = nodeError(run(source, List.of(1), "python"));

    assertThat(error).hasMessage("Node python failed on item 0: ValueError: too loud");
    assertThat(error.traceback()).isEqualTo("Traceback …");
  }

  @Test
  void saysWhereAValueCouldNotCross() {
    var source =
        probe.with(
            "convert",
            (_, _) -> {
              throw new ConversionFault("$[2].name", "a set has no counterpart");
            });

    var outcome = run(source, List.of(1), "convert");

    assertThat(outcome)
        .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Failed.class))
        .extracting(Outcome.Failed::error)
        .asInstanceOf(InstanceOfAssertFactories.type(MarshalException.class))
        .satisfies(error -> {
          assertThat(error.path()).isEqualTo("$[2].name");
          assertThat(error)
              .hasMessage(
                  "Node convert failed on item 0: the value at $[2].name cannot be converted: a"
                      + " set has no counterpart");
        });
  }

  @Test
  void saysWhatANodeTakesWhenAnItemIsSomethingElse() {
    var reader = new ManifestReader(NodeCatalog.load(Settings.of()), Machine.current());
    var manifest =
        """
        {"version": "v1", "metadata": {"name": "n"}, "connections": [],
         "nodes": [{"id": "a", "node_type": "AudioResampler"}]}
        """;

    var outcome = Pipeline.read(manifest, reader).run(List.of("x").iterator(), out::add);

    assertThat(((Outcome.Failed) outcome).error())
        .hasMessage(
            "Node a failed on item 0: the value at $ cannot be converted: expected a frame of"
                + " sound, got the text \"x\"");
  }

  @Test
  void cleansUpInReverseOrderAfterAFailure() {
    run(List.of(3), "pass", "refuseThree");

    assertThat(diary).endsWith("close refuseThree", "close pass");
  }

  @Test
  void cleansUpANodeThatCouldNotOpenAndThoseBeforeIt() {
    var outcome = run(List.of(1), "pass", "badOpen", "twice");

    assertThat(nodeError(outcome).place())
        .isEqualTo(
            new Place(
                new dev.terrarium.message.NodeId("badOpen"),
                Place.Phase.OPEN,
                OptionalLong.empty(),
                OptionalLong.empty()));
    assertThat(nodeError(outcome))
        .hasMessage("Node badOpen could not start: IllegalArgumentException: no model");
    assertThat(diary).containsExactly("open pass", "open badOpen", "close badOpen", "close pass");
  }

  @Test
  void failsIfCleaningUpFails() {
    var outcome = run(List.of(1), "badClose");

    assertThat(nodeError(outcome))
        .hasMessage("Node badClose failed while cleaning up: IllegalStateException: stuck");
    assertThat(out).containsExactly(1);
  }

  @Test
  void keepsTheFirstErrorAndSuppressesThoseOfCleaningUp() {
    var outcome = run(List.of(3), "badClose", "refuseThree");

    assertThat(nodeError(outcome)).hasMessageContaining("no threes");
    assertThat(nodeError(outcome).getSuppressed())
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.type(NodeException.class))
        .extracting(error -> error.place().phase())
        .isEqualTo(Place.Phase.CLOSE);
  }

  @Test
  void endsEvenIfANodeSwallowsWhatComesFromDownstream() {
    var outcome = run(List.of(3, 1), "swallow", "refuseThree");

    assertThat(nodeError(outcome)).hasMessageContaining("no threes");
    assertThat(diary).contains("swallowed").doesNotContain("refuseThree takes 1");
  }

  @Test
  void throwsOnWhatTheInputThrowsAfterCleaningUp() {
    var cut = new NoSuchElementException("the file is cut short");
    var input =
        new Iterator<Integer>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            throw cut;
          }
        };

    assertThatThrownBy(() -> Pipeline.of(Chains.of(probe, "pass")).run(input, _ -> {}))
        .isSameAs(cut);
    assertThat(diary).containsExactly("open pass", "close pass");
  }

  @Test
  void throwsOnWhatTheConsumerThrowsAfterCleaningUp() {
    var closed = new java.io.UncheckedIOException(new java.io.IOException("broken pipe"));
    var pipeline = Pipeline.of(Chains.of(probe, "swallow", "pass"));

    assertThatThrownBy(() ->
            pipeline.run(
                List.of(1, 2).iterator(),
                _ -> {
                  throw closed;
                }))
        .isSameAs(closed);
    assertThat(diary).endsWith("close pass", "close swallow").doesNotContain("pass takes 2");
  }

  @Test
  void stopsAndCleansUpWhenTheThreadIsInterrupted() {
    var source =
        probe.with(
            "interrupt",
            (item, out) -> {
              Thread.currentThread().interrupt();
              out.emit(item);
            });

    var outcome = run(source, List.of(1, 2), "interrupt", "pass");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
    assertThat(out).isEmpty();
    assertThat(diary).endsWith("close pass", "close interrupt").doesNotContain("interrupt takes 2");
  }

  @Test
  void takesAnInterruptedWaitInANodeForACancellation() {
    var source =
        probe.with(
            "wait",
            (_, _) -> {
              Thread.currentThread().interrupt();
              new java.util.concurrent.CountDownLatch(1).await();
            });

    var outcome = run(source, List.of(1), "wait");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
  }

  @Test
  void reportsAStackOverflowAsTheNodesFailure() {
    var source = probe.with("deep", (item, out) -> new RunFailureTest().recurse(item, out));

    assertThat(nodeError(run(source, List.of(1), "deep")).type()).isEqualTo("StackOverflowError");
  }

  private void recurse(@Nullable Object item, Outlet out) {
    recurse(item, out);
    out.emit(item);
  }

  private Outcome run(List<?> items, String... types) {
    return run(probe, items, types);
  }

  private Outcome run(Probe source, List<?> items, String... types) {
    return Pipeline.of(Chains.of(source, types)).run(items.iterator(), out::add);
  }

  private static NodeException nodeError(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (NodeException) ((Outcome.Failed) outcome).error();
  }

  private static Probe.Behaviour closing(RuntimeException thrown) {
    return new Probe.Behaviour() {
      @Override
      public void process(@Nullable Object item, Outlet out) {
        out.emit(item);
      }

      @Override
      public void close() {
        throw thrown;
      }
    };
  }

  private static Probe.Behaviour opening(RuntimeException thrown) {
    return new Probe.Behaviour() {
      @Override
      public void process(@Nullable Object item, Outlet out) {}

      @Override
      public void open() {
        throw thrown;
      }
    };
  }
}
