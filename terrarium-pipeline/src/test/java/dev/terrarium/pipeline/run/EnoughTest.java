package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.StreamNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nodes that have seen enough before their input ends.
@Timeout(60)
class EnoughTest {
  private static final Conduct STREAMING =
      new Conduct(
          true,
          Conduct.Isolation.INLINE,
          Conduct.PLAIN.onError(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final List<@Nullable Object> left = new ArrayList<>();

  @Test
  void endAnEndlessInputThatNobodyElseWants() {
    var chain =
        Chains.graph(
            new Kinds(),
            Map.of("firstTwo", STREAMING),
            List.of("pass", "firstTwo"),
            List.of("pass > firstTwo"));

    var outcome = Pipeline.of(chain).run(endless(), left::add);

    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    assertThat(left).containsExactly(0, 1);
    assertThat(outcome.report().nodes())
        .extracting(NodeReport::leftEarly)
        .containsExactly(false, true);
  }

  @Test
  void leaveTheRestToTheOtherBranches() {
    var graph =
        Chains.graph(
            new Kinds(),
            Map.of("firstTwo", STREAMING),
            List.of("pass", "firstTwo", "other"),
            List.of("pass > firstTwo", "pass > other"));
    var input = Stream.iterate(0, number -> number + 1).limit(500).iterator();

    var outcome = Pipeline.of(graph).run(input, left::add);

    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    assertThat(left).hasSize(502);
  }

  private static Iterator<Integer> endless() {
    return Stream.iterate(0, number -> number + 1).iterator();
  }

  private record Kinds() implements NodeSource {
    @Override
    public List<NodeType> types() {
      return List.of();
    }

    @Override
    public Lookup find(String name) {
      return new Lookup.Found(new Kind(name));
    }
  }

  private record Kind(String name) implements NodeType {
    @Override
    public String summary() {
      return "A node of a test.";
    }

    @Override
    public ParameterSchema parameters() {
      return ParameterSchema.of();
    }

    @Override
    public boolean canStream() {
      return true;
    }

    @Override
    public Node create(NodeContext context) {
      return context.conduct().streaming() ? new FirstTwo() : (item, out) -> out.emit(item);
    }
  }

  private static final class FirstTwo implements StreamNode {
    @Override
    public void stream(Iterator<@Nullable Object> items, Outlet out) {
      out.emit(items.next());
      out.emit(items.next());
    }
  }
}
